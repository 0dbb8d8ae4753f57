package io.github.sailpat.sandbox;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/** Waits on the channel's own event loop, so that no timer outlives the tenant. */
final class EventLoopTimer {

    private EventLoopTimer() {}

    static Mono<Void> on(Channel channel, Duration duration) {
        if (duration.isZero()) {
            return Mono.empty();
        }
        return Mono.create(sink -> {
            ScheduledFuture<?> timer =
                    channel.eventLoop().schedule(() -> sink.success(), duration.toNanos(), TimeUnit.NANOSECONDS);
            sink.onDispose(() -> timer.cancel(false));
        });
    }
}
