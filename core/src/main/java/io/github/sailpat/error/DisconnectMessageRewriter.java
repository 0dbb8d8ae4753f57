package io.github.sailpat.error;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Rewords messages of connection errors, so that a web framework does not take them for the disconnect of its own
 * client, which it would respond to with silence. Spring's {@code DisconnectedClientHelper} recognizes a disconnect by
 * the names of all causes and the message of the last one, Tomcat and Jetty by subclasses of {@link IOException}.
 */
final class DisconnectMessageRewriter {
    private static final Pattern RESET = Pattern.compile("(reset by)( peer)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PIPE = Pattern.compile("(broken) (pipe)", Pattern.CASE_INSENSITIVE);
    private static final int MAX_DEPTH = 64;

    private DisconnectMessageRewriter() {}

    static String replace(String message) {
        return PIPE.matcher(RESET.matcher(message).replaceAll("$1 the$2")).replaceAll("$2 $1");
    }

    /** Whether an error, or one of its causes, would be taken for a disconnect. */
    static boolean isConnectionError(Throwable error) {
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
