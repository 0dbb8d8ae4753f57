package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.http.netty.IdleConnectionHandler;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.channel.ChannelOperations;

/**
 * Releases a connection on which nothing was sent to its pool. Reactor Netty has no API for this: completing the
 * request sends it, failing it logs a warning, and disposing it closes the connection. So this class signals the state
 * change that Reactor Netty signals when a response is complete.
 */
final class UnusedConnectionRelease {
    private UnusedConnectionRelease() {}

    /** Must run on the event loop of the connection. A connection without a pool is closed. */
    static void release(ChannelOperations<?, ?> operations) {
        ConnectionObserver owner = operations.listener();
        if (owner instanceof Connection pooled && operations.rebind(pooled)) {
            IdleConnectionHandler.markUsed(operations.channel());
            // Without reads, a close by the server would not be noticed.
            operations.channel().config().setAutoRead(true);
            owner.onStateChange(operations, ConnectionObserver.State.DISCONNECTING);
        } else {
            operations.dispose();
        }
    }
}
