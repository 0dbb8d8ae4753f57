package io.github.sailpat.reactive.internal.http.error;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.NameServerException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnprocessedRequestException;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.http.netty.DecoderErrorSanitizer;
import io.github.sailpat.reactive.internal.http.netty.NameServerTimeoutException;
import io.github.sailpat.reactive.internal.http.netty.StreamResetException;
import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Maps the exceptions of Reactor Netty to {@link TransportException}s with messages for people. */
public final class TransportErrors {
    private static final Pattern CLASS_NAME = Pattern.compile("\\b(?:[a-z_]\\w*\\.){2,}[A-Z][\\w$]*(?:: *)?");
    private static final Pattern HEX_DUMP = Pattern.compile("\\b[0-9a-fA-F]{16,}\\b");

    private static final int MAX_CAUSES = 16;

    private TransportErrors() {}

    /**
     * Maps an error of the transport.
     *
     * @param error the error
     * @param context the context of the call
     * @param connectTimeout the connect timeout, for the message
     * @param responseTimeout the response timeout of the attempt, for the message
     * @return the exception of the call
     */
    public static TransportException map(
            Throwable error, CallContext context, Duration connectTimeout, Duration responseTimeout) {
        Throwable cause = Exceptions.unwrap(error);
        // A customized transport may have a proxy that this client does not know.
        ProxyFailureException failure = cause instanceof ProxyFailureException known
                ? known
                : ProxyFailureException.ofRefusal(cause, "the proxy", false);
        if (failure != null) {
            return new TransportException(context.summary(), String.valueOf(failure.getMessage()), null);
        }
        if (isOutOfFileDescriptors(cause)) {
            return new TransportException(
                    context.summary(),
                    "no socket could be opened: too many open files",
                    "raise the limit of open files of this process, or find what leaves them open",
                    cause);
        }
        if (cause instanceof StreamResetException reset
                && reset.isUnprocessed()
                && context.summary().getPhase() == CallPhase.RESPONSE) {
            return new UnprocessedRequestException(context.summary(), reset.describe());
        }
        SSLException tls = tlsFailure(cause);
        if (tls != null) {
            return new TransportException(
                    context.summary(),
                    TlsErrors.describe(tls, connectTimeout),
                    TlsErrors.quotesResponse(tls) ? null : tls);
        }
        if (isNameServerSilent(cause)) {
            return new NameServerException(context.summary(), connectTimeout, cause);
        }
        if (isOfApplication(cause)) {
            return new TransportException(
                    context.summary(),
                    cause.getClass().getName() + " in the HttpClient, for example in a function of httpClient(...)",
                    "see the cause",
                    cause);
        }
        boolean mayQuoteResponse = !(cause instanceof IOException || cause instanceof ChannelException);
        return new TransportException(
                context.summary(), describe(cause, connectTimeout, responseTimeout), mayQuoteResponse ? null : cause);
    }

    /** The first call of a client also opens an event loop, and files of the JDK for TLS. */
    private static boolean isOutOfFileDescriptors(Throwable error) {
        Throwable cause = error;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (says(cause, "too many open files")) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The words are those of the GNU C library and of macOS for EAI_AGAIN, which the JDK quotes. */
    private static boolean isNameServerSilent(Throwable cause) {
        return cause instanceof NameServerTimeoutException
                || (cause instanceof UnknownHostException && says(cause, "temporary failure in name resolution"));
    }

    /**
     * Whether it is thrown by neither Netty nor Reactor. An error of Netty's HTTP decoder is replaced before it gets
     * here.
     */
    private static boolean isOfApplication(Throwable error) {
        String type = error.getClass().getName();
        return !(error instanceof IOException
                || error instanceof ChannelException
                || error instanceof CodecException
                || isEventLoopShutDown(error)
                || error instanceof NotYetConnectedException
                || type.startsWith("io.netty.")
                || type.startsWith("reactor."));
    }

    /** Netty's resolver reports it in the second way. */
    private static boolean isEventLoopShutDown(Throwable error) {
        return error instanceof RejectedExecutionException
                || (error instanceof IllegalStateException && says(error, "executor not accepting a task"));
    }

    private static String describe(Throwable cause, Duration connectTimeout, Duration responseTimeout) {
        if (cause instanceof UnknownHostException) {
            return "unknown host: the system's resolver has no address for the host name";
        }
        if (cause instanceof ConnectTimeoutException) {
            return "connect timed out after " + DurationText.of(connectTimeout);
        }
        if (cause instanceof ConnectException) {
            return says(cause, "refused") ? "connection refused" : "connect failed" + detail(cause);
        }
        if (cause instanceof PoolAcquireTimeoutException) {
            return "the connection pool is exhausted: no connection became free within its acquire timeout; raise its"
                    + " maxConnections, or lower the concurrency";
        }
        if (cause instanceof PoolAcquirePendingLimitException) {
            return "the connection pool is exhausted: its limit of pending acquires is reached; raise its"
                    + " maxConnections or pendingAcquireMaxCount, or lower the concurrency";
        }
        if (cause instanceof ReadTimeoutException) {
            return "response timeout: no byte for " + DurationText.of(responseTimeout);
        }
        if (cause instanceof PrematureCloseException || cause instanceof ClosedChannelException) {
            return "the connection was closed before the response was complete";
        }
        if (cause instanceof StreamResetException reset) {
            return reset.describe();
        }
        if (cause instanceof IOException) {
            return says(cause, "reset") || says(cause, "broken pipe")
                    ? "connection reset"
                    : "I/O error of the connection" + detail(cause);
        }
        if (cause instanceof NotYetConnectedException) { // of epoll, instead of a ConnectException
            return "connect failed";
        }
        if (isEventLoopShutDown(cause)) {
            return "the event loop of the connection was shut down";
        }
        if (cause instanceof DecoderErrorSanitizer.Failure) {
            return String.valueOf(cause.getMessage());
        }
        if (cause instanceof DecoderException) { // its message may quote the response, which may contain a secret
            return "malformed HTTP response";
        }
        if (cause instanceof ChannelException) {
            return "no socket could be opened" + detail(rootOf(cause));
        }
        return "unexpected error of the transport: " + cause.getClass().getSimpleName();
    }

    private static Throwable rootOf(Throwable error) {
        Throwable root = error;
        for (int i = 0; root.getCause() != null && i < MAX_CAUSES; i++) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean says(Throwable cause, String words) {
        return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains(words);
    }

    /** The message of an exception in brackets, without class names and without hexadecimal dumps, or nothing. */
    static String detail(Throwable cause) {
        String message = cause.getMessage();
        String words = message == null
                ? ""
                : HEX_DUMP.matcher(CLASS_NAME.matcher(message).replaceAll(""))
                        .replaceAll("")
                        .strip();
        return words.isEmpty() ? "" : " (" + words + ")";
    }

    /**
     * The TLS error in a decoder error. With TLS 1.3 a server that requires a client certificate sends its alert after
     * the handshake (RFC 8446 section 4.4.2.4), so Netty reports it as an error of decoding.
     */
    private static @Nullable SSLException tlsFailure(Throwable error) {
        Throwable cause = error instanceof DecoderException ? error.getCause() : error;
        return cause instanceof SSLException tls ? tls : null;
    }
}
