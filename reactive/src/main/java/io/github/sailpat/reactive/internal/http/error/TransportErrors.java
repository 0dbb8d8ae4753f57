package io.github.sailpat.reactive.internal.http.error;

import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.http.netty.DecoderErrorSanitizer;
import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Says in words what the transport says in exceptions. */
public final class TransportErrors {
    private static final Pattern CLASS_NAME = Pattern.compile("\\b(?:[a-z_]\\w*\\.){2,}[A-Z][\\w$]*(?:: *)?");
    private static final Pattern BYTES = Pattern.compile("\\b[0-9a-fA-F]{16,}\\b");

    private TransportErrors() {}

    public static TransportException map(Throwable error, CallContext context) {
        Throwable cause = Exceptions.unwrap(error);
        // The user's own transport may have a proxy of its own.
        ProxyFailure failure =
                cause instanceof ProxyFailure known ? known : ProxyFailure.ofRefusal(cause, "the proxy", false);
        if (failure != null) {
            return new TransportException(context.summary(), String.valueOf(failure.getMessage()), null);
        }
        SSLException tls = tlsFailure(cause);
        if (tls != null) {
            return new TransportException(
                    context.summary(), TlsErrors.describe(tls), TlsErrors.quotes(tls) ? null : tls);
        }
        boolean quotes = !(cause instanceof IOException || cause instanceof ChannelException);
        return new TransportException(context.summary(), describe(cause), quotes ? null : cause);
    }

    private static String describe(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "the host name is not known";
        }
        if (cause instanceof ConnectTimeoutException) {
            return "the connection did not come about in time";
        }
        if (cause instanceof ConnectException) {
            return "the connection was refused";
        }
        if (cause instanceof PoolAcquireTimeoutException) {
            return "no connection of the pool became free in time";
        }
        if (cause instanceof PoolAcquirePendingLimitException) {
            return "too many calls wait for a connection of the pool already";
        }
        if (cause instanceof ReadTimeoutException) {
            return "nothing came within the response timeout";
        }
        if (cause instanceof PrematureCloseException || cause instanceof ClosedChannelException) {
            return "the connection was closed";
        }
        if (cause instanceof IOException) {
            return "the connection failed" + inBrackets(cause);
        }
        if (cause instanceof NotYetConnectedException) { // of epoll, in place of a refusal
            return "the connection failed";
        }
        if (cause instanceof RejectedExecutionException) {
            return "the event loop of the connection was shut down";
        }
        if (cause instanceof DecoderErrorSanitizer.Failure) {
            return String.valueOf(cause.getMessage());
        }
        // What a decoder says may quote the answer, and the answer may hold a secret.
        return "the answer is not what HTTP allows";
    }

    /** What an exception says to people: without names of classes, and without bytes. */
    public static String inBrackets(Throwable cause) {
        String message = cause.getMessage();
        String words = message == null
                ? ""
                : BYTES.matcher(CLASS_NAME.matcher(message).replaceAll(""))
                        .replaceAll("")
                        .strip();
        return words.isEmpty() ? "" : " (" + words + ")";
    }

    /**
     * The alert of a server that wants a certificate comes after the handshake (RFC 8446 section 4.4.2.4), as any bytes
     * do.
     */
    private static @Nullable SSLException tlsFailure(Throwable error) {
        Throwable cause = error instanceof DecoderException ? error.getCause() : error;
        return cause instanceof SSLException tls ? tls : null;
    }
}
