package io.github.sailpat.reactive.internal.http.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose answer lets one wait too long, from the request to the first bytes and between any two
 * pieces. For each connection its own, for as long as the connection lives, and touched by its event loop only: the
 * transport's own timeout puts a handler and a timer up for each exchange, and takes both down again.
 *
 * <p>There is one alarm at most, and it is not moved when a wait ends: one that was set for an earlier wait rings
 * early, and is set anew for what is left of the present one.
 */
public final class ResponseTimeoutHandler extends ChannelInboundHandlerAdapter implements Runnable {
    private static final long NOBODY_WAITS = 0;

    private @Nullable ChannelHandlerContext context;
    private long timeout = NOBODY_WAITS;
    private long since;
    private @Nullable Future<?> alarm;
    private long alarmAt;

    /** A request is about to be written to this connection. */
    public static void begin(Channel channel, Duration timeout) {
        ResponseTimeoutHandler here = channel.pipeline().get(ResponseTimeoutHandler.class);
        if (here != null) {
            here.begin(timeout.toNanos());
        }
    }

    /** Whatever else comes on this connection may take its time. */
    public static void end(Channel channel) {
        ResponseTimeoutHandler here = channel.pipeline().get(ResponseTimeoutHandler.class);
        if (here != null) {
            here.timeout = NOBODY_WAITS;
        }
    }

    private void begin(long nanos) {
        timeout = nanos;
        since = System.nanoTime();
        Future<?> set = alarm;
        if (set != null && alarmAt - since > nanos) {
            set.cancel(false);
            set = null;
        }
        if (set == null) {
            ringIn(nanos);
        }
    }

    private void ringIn(long nanos) {
        ChannelHandlerContext here = context;
        if (here != null) {
            alarmAt = System.nanoTime() + nanos;
            alarm = here.executor().schedule(this, nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // who waits for the answer learns of it by the error
    public void run() {
        alarm = null;
        ChannelHandlerContext here = context;
        if (timeout == NOBODY_WAITS || here == null) {
            return;
        }
        long left = since + timeout - System.nanoTime();
        if (left > 0) {
            ringIn(left);
        } else {
            timeout = NOBODY_WAITS;
            here.fireExceptionCaught(ReadTimeoutException.INSTANCE);
            here.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
        if (message instanceof LastHttpContent) {
            timeout = NOBODY_WAITS;
        }
        here.fireChannelRead(message);
    }

    /** Also when the bytes were not enough for a message, or for one that is dropped. */
    @Override
    public void channelReadComplete(ChannelHandlerContext here) {
        if (timeout != NOBODY_WAITS) {
            since = System.nanoTime();
        }
        here.fireChannelReadComplete();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext here) {
        context = here;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext here) {
        timeout = NOBODY_WAITS;
        context = null;
        Future<?> set = alarm;
        alarm = null;
        if (set != null) {
            set.cancel(false);
        }
    }
}
