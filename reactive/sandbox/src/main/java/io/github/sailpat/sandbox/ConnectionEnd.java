package io.github.sailpat.sandbox;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Ends a connection after a fault: closed, reset, or left open without a further byte. A returned {@code Mono} never
 * completes unless the exchange goes on.
 */
final class ConnectionEnd {

    /** A reset may discard bytes that were written, so they get this time to arrive. */
    private static final Duration BEFORE_RESET = Duration.ofMillis(20);

    /** Closing a socket with unread bytes resets the connection, so they are read for this time. */
    private static final Duration DRAIN = Duration.ofMillis(200);

    private ConnectionEnd() {}

    static Mono<Void> end(NettyExchange connected, FaultAction.Ending ending, boolean written) {
        return switch (ending) {
            case DONE -> Mono.empty();
            case STALL -> Mono.never();
            case CLOSE -> close(connected);
            case RESET ->
                EventLoopTimer.on(connected.channel(), written ? BEFORE_RESET : Duration.ZERO)
                        .then(reset(connected.channel()));
        };
    }

    private static Mono<Void> reset(Channel channel) {
        return Mono.fromRunnable(() -> {
                    channel.config().setOption(ChannelOption.SO_LINGER, 0);
                    var unused = channel.close();
                })
                .then(Mono.never());
    }

    private static Mono<Void> close(NettyExchange connected) {
        Channel channel = connected.channel();
        Mono<Void> unread = connected.request().receive().then().onErrorComplete();
        return Mono.fromRunnable(() -> shutdownOutput(channel))
                .then(Mono.firstWithSignal(EventLoopTimer.on(channel, DRAIN), unread.then(Mono.never())))
                .then(Mono.fromRunnable(() -> {
                    var unused = channel.close();
                }))
                .then(Mono.never());
    }

    private static void shutdownOutput(Channel channel) {
        if (channel instanceof DuplexChannel duplex) {
            var unused = duplex.shutdownOutput();
        }
    }
}
