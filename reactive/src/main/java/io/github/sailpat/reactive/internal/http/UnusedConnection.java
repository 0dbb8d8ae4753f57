package io.github.sailpat.reactive.internal.http;

import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.channel.ChannelOperations;

/**
 * Gives a connection back on which nothing was sent. The transport has no call for it: completing the request would
 * send it, failing it is logged as a warning, and disposing of it closes the connection. So it is told what the
 * transport tells itself when a response is complete.
 */
final class UnusedConnection {
    private UnusedConnection() {}

    /** On the event loop of the connection. A connection that is not of a pool is closed. */
    static void giveBack(ChannelOperations<?, ?> operations) {
        ConnectionObserver lender = operations.listener();
        if (lender instanceof Connection pooled && operations.rebind(pooled)) {
            // Only a connection that reads notices that the other side closes it.
            operations.channel().config().setAutoRead(true);
            lender.onStateChange(operations, ConnectionObserver.State.DISCONNECTING);
        } else {
            operations.dispose();
        }
    }
}
