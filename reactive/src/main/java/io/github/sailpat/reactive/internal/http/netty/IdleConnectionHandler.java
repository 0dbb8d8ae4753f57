package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.netty.channel.ChannelOperations;

/**
 * Closes a connection that no exchange has used for a time. The pool checks the idle time of a connection only when it
 * lends one. Its background eviction runs on a thread of Reactor Netty that cannot be stopped, and that keeps the class
 * loader of an application that was undeployed. This handler runs on the event loop of the connection, as the pool's
 * check before an exchange does, so a connection is either lent or closed.
 */
public final class IdleConnectionHandler extends IdleStateHandler {
    /** Whether it was lent to an exchange. It is opened by then. */
    private boolean used;

    /**
     * For one connection.
     *
     * @param maxIdleTime the time without reads and writes
     */
    public IdleConnectionHandler(Duration maxIdleTime) {
        super(0, 0, maxIdleTime.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Tells that a connection was lent to an exchange that has sent nothing.
     *
     * @param channel its channel; must be called on its event loop
     */
    public static void markUsed(Channel channel) {
        IdleConnectionHandler handler = channel.pipeline().get(IdleConnectionHandler.class);
        if (handler != null) { // a pool of the application has none
            handler.used = true;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        used = true;
        super.write(context, message, promise);
    }

    /** A connection that is being opened, or waits for a response, has timeouts of its own. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the pool learns of the close
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        if (used && ChannelOperations.get(context.channel()) == null) {
            context.close();
        }
    }
}
