package io.github.sailpat.internal.disconnect;

import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rewords messages of connection errors, and keeps such errors out of the causes, so that a web framework does not take
 * them for the disconnect of its own client, which it would respond to with silence. Spring's
 * {@code DisconnectedClientHelper} recognizes a disconnect by the names of all causes and the message of the last one,
 * Tomcat and Jetty by subclasses of {@link IOException}.
 */
public final class DisconnectMessageRewriter {
    private static final Pattern RESET = Pattern.compile("(reset by)( peer)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PIPE = Pattern.compile("(broken) (pipe)", Pattern.CASE_INSENSITIVE);
    private static final int MAX_DEPTH = 64;

    private DisconnectMessageRewriter() {}

    /**
     * A message without the words that frameworks look for.
     *
     * @param message any text
     * @return the text in other words
     */
    public static String replace(String message) {
        return PIPE.matcher(RESET.matcher(message).replaceAll("$1 the$2")).replaceAll("$2 $1");
    }

    /**
     * What may be the cause of an exception.
     *
     * @param error an error, or {@code null}
     * @return the error; {@code null} if it, or one of its causes, would be taken for a disconnect
     */
    public static @Nullable Throwable cause(@Nullable Throwable error) {
        return isConnectionError(error) ? null : error;
    }

    /**
     * Keeps an error that cannot be the cause of an exception.
     *
     * @param exception gets it as a suppressed one
     * @param error an error, or {@code null}
     */
    public static void suppress(Throwable exception, @Nullable Throwable error) {
        if (error != null && isConnectionError(error)) {
            exception.addSuppressed(error);
        }
    }

    private static boolean isConnectionError(@Nullable Throwable error) {
        Throwable cause = error;
        for (int i = 0; cause != null && i < MAX_DEPTH; i++) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof IOException
                    || cause.getClass().getSimpleName().equals("AbortedException") // of Reactor Netty
                    || !replace(message).equals(message)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
