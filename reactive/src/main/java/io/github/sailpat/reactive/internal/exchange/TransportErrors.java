package io.github.sailpat.reactive.internal.exchange;

import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.internal.call.CallTrace;
import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import reactor.core.Exceptions;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** Says in words what the transport says in exceptions. */
final class TransportErrors {
    private TransportErrors() {}

    static TransportException map(Throwable error, CallTrace trace) {
        Throwable cause = Exceptions.unwrap(error);
        // The user's own transport may have a proxy of its own.
        ProxyFailure failure =
                cause instanceof ProxyFailure known ? known : ProxyFailure.ofRefusal(cause, "the proxy", false);
        if (failure != null) {
            return new TransportException(trace.summary(), String.valueOf(failure.getMessage()), null);
        }
        boolean quotes = !(cause instanceof IOException || cause instanceof ChannelException);
        return new TransportException(trace.summary(), describe(cause), quotes ? null : cause);
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
        if (cause instanceof SSLException) {
            return "TLS failed: check the host name and its certificate (" + cause.getMessage() + ")";
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
            return "the connection failed (" + cause.getMessage() + ")";
        }
        if (cause instanceof MalformedHttp.Failure) {
            return String.valueOf(cause.getMessage());
        }
        // What a decoder says may quote the answer, and the answer may hold a secret.
        return "the answer is not what HTTP allows (" + cause.getClass().getSimpleName() + ")";
    }
}
