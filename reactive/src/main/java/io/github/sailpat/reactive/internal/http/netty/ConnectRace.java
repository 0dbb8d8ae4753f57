package io.github.sailpat.reactive.internal.http.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

/**
 * Finds the first of several addresses that accepts a connection (RFC 8305 section 5): the connection attempt to the
 * next address is started when the one before has failed, or has not succeeded within 250 ms. Nothing is sent, and
 * every connection is closed immediately, so that no request can be sent twice. Everything runs on one event loop.
 */
public final class ConnectRace {
    /** The Connection Attempt Delay that RFC 8305 section 8 recommends. */
    private static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

    private final EventLoop loop;
    private final List<InetSocketAddress> addresses;
    private final Bootstrap bootstrap;
    private final Promise<InetSocketAddress> winner;
    private final List<Channel> channels = new ArrayList<>();
    private int started;
    private int failed;
    private @Nullable Future<?> delay;

    /**
     * A race that is not started yet.
     *
     * @param loop the event loop that everything runs on
     * @param loops creates channels for the event loop
     * @param connectTimeout the timeout of one connection attempt
     * @param addresses at least one
     */
    public ConnectRace(
            EventLoop loop, LoopResources loops, Duration connectTimeout, List<InetSocketAddress> addresses) {
        this.loop = loop;
        this.addresses = addresses;
        this.winner = loop.newPromise();
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(() -> loops.onChannel(SocketChannel.class, loop.parent()))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(connectTimeout.toMillis(), Integer.MAX_VALUE));
    }

    /**
     * Starts the first attempt, on the event loop.
     *
     * @return the first address that accepts a connection; fails if none does, with the error of the last one
     */
    public Future<InetSocketAddress> start() {
        startNext();
        return winner;
    }

    private void startNext() {
        if (winner.isDone() || started == addresses.size()) {
            return;
        }
        InetSocketAddress address = addresses.get(started++);
        if (started < addresses.size()) {
            delay = loop.schedule(this::startNext, ATTEMPT_DELAY.toMillis(), TimeUnit.MILLISECONDS);
        }
        // a Bootstrap does not connect without a handler; this one does nothing
        ChannelFuture connection =
                bootstrap.handler(new ChannelInboundHandlerAdapter()).connect(address);
        channels.add(connection.channel());
        connection.addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                succeeded(address);
            } else {
                attemptFailed(done.cause());
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing was sent, so the result of the close does not matter
    private void succeeded(InetSocketAddress address) {
        stopDelay();
        winner.trySuccess(address);
        channels.forEach(Channel::close);
    }

    private void attemptFailed(Throwable cause) {
        failed++;
        if (failed == addresses.size()) {
            winner.tryFailure(cause);
        } else if (failed == started) {
            stopDelay();
            startNext();
        }
    }

    private void stopDelay() {
        Future<?> scheduled = delay;
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
