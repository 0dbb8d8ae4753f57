package io.github.sailpat.sandbox;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** How a connection ends, or does not. What is returned never completes: there is nothing to answer any more. */
final class Endings {

    /** Lets what was written arrive before the reset overtakes it. */
    private static final Duration BEFORE_RESET = Duration.ofMillis(20);

    /** To close a socket with unread bytes in it would reset the connection, so they are read for a while. */
    private static final Duration DRAIN = Duration.ofMillis(200);

    private Endings() {}

    static Mono<Void> end(Connected connected, FaultAction.Ending ending, boolean written) {
        return switch (ending) {
            case DONE -> Mono.empty();
            case STALL -> Mono.never();
            case CLOSE -> close(connected);
            case RESET ->
                Pause.on(connected.channel(), written ? BEFORE_RESET : Duration.ZERO)
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

    private static Mono<Void> close(Connected connected) {
        Channel channel = connected.channel();
        Mono<Void> unread = connected.request().receive().then().onErrorComplete();
        return Mono.fromRunnable(() -> shutdownOutput(channel))
                .then(Mono.firstWithSignal(Pause.on(channel, DRAIN), unread.then(Mono.never())))
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
