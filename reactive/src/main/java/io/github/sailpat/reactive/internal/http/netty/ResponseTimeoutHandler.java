package io.github.sailpat.reactive.internal.http.netty;

import io.github.sailpat.reactive.internal.timing.TimeSource;
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
 * Closes a connection when no byte of the response arrives within the response timeout, counted from the request and
 * then from each read. One instance per connection, for the lifetime of the connection, used by its event loop only.
 * Reactor Netty's own response timeout adds a handler and a timer for each exchange, and removes both again.
 *
 * <p>At most one timer is scheduled. It is not rescheduled when bytes arrive: a timer that fires before the current
 * timeout has elapsed is scheduled again for the rest.
 *
 * <p>The process may be stopped meanwhile (a suspended machine, a long garbage collection). So the timer fires at least
 * every second while a response is awaited, and when it fires late, that time is no silence of the tenant. Before the
 * connection is closed, the event loop reads once more what lies in the socket.
 */
public final class ResponseTimeoutHandler extends ChannelInboundHandlerAdapter implements Runnable {
    private static final long STOPPED = 0;
    private static final long LONGEST_TIMER = TimeUnit.SECONDS.toNanos(1);
    /** A timer that is later than this has waited for the process, not for the tenant. */
    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(500);
    /** A timer that is due in the future fires after the event loop has read from its sockets. */
    private static final long AFTER_NEXT_READ = TimeUnit.MILLISECONDS.toNanos(1);

    private final TimeSource timeSource;
    private @Nullable ChannelHandlerContext context;
    private long timeoutNanos = STOPPED;
    private long lastReadNanos;
    private @Nullable Future<?> timer;
    private long timerFiresAt;
    private boolean lastRead;

    /**
     * For one connection.
     *
     * @param timeSource the monotonic clock; the timer is the event loop's
     */
    public ResponseTimeoutHandler(TimeSource timeSource) {
        this.timeSource = timeSource;
    }

    /** Starts the timeout. A request is about to be written to this connection. */
    public static void start(Channel channel, Duration timeout) {
        ResponseTimeoutHandler handler = channel.pipeline().get(ResponseTimeoutHandler.class);
        if (handler != null) {
            handler.start(timeout.toNanos());
        }
    }

    /** Stops the timeout of the current response. */
    public static void stop(Channel channel) {
        ResponseTimeoutHandler handler = channel.pipeline().get(ResponseTimeoutHandler.class);
        if (handler != null) {
            handler.timeoutNanos = STOPPED;
        }
    }

    private void start(long nanos) {
        timeoutNanos = nanos;
        lastReadNanos = timeSource.nanoTime();
        lastRead = false;
        Future<?> scheduled = timer;
        if (scheduled != null && timerFiresAt - lastReadNanos > nanos) {
            scheduled.cancel(false);
            scheduled = null;
        }
        if (scheduled == null) {
            schedule(Math.min(nanos, LONGEST_TIMER));
        }
    }

    private void schedule(long nanos) {
        ChannelHandlerContext current = context;
        if (current != null) {
            timerFiresAt = timeSource.nanoTime() + nanos;
            timer = current.executor().schedule(this, nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** The timer has fired. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the subscriber gets the ReadTimeoutException
    public void run() {
        timer = null;
        ChannelHandlerContext current = context;
        if (timeoutNanos == STOPPED || current == null) {
            return;
        }
        long now = timeSource.nanoTime();
        long late = now - timerFiresAt;
        if (late > LATE) {
            lastReadNanos += late;
        }
        long left = lastReadNanos + timeoutNanos - now;
        if (left > 0) {
            lastRead = false;
            schedule(Math.min(left, LONGEST_TIMER));
        } else if (!lastRead) {
            lastRead = true;
            schedule(AFTER_NEXT_READ);
        } else {
            timeoutNanos = STOPPED;
            current.fireExceptionCaught(ReadTimeoutException.INSTANCE);
            current.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext current, Object message) {
        if (message instanceof LastHttpContent) {
            timeoutNanos = STOPPED;
        }
        current.fireChannelRead(message);
    }

    /** Also called when the bytes were not enough for a message, or for a message that an earlier handler drops. */
    @Override
    public void channelReadComplete(ChannelHandlerContext current) {
        if (timeoutNanos != STOPPED) {
            lastReadNanos = timeSource.nanoTime();
        }
        current.fireChannelReadComplete();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext current) {
        context = current;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext current) {
        timeoutNanos = STOPPED;
        context = null;
        Future<?> scheduled = timer;
        timer = null;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
