package io.github.sailpat.reactive.resilience;

import io.github.sailpat.reactive.internal.setting.SettingChecks;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A limit on the time until the first signal of a publisher. Apply it outside of retries and waits, so that it covers
 * all of them. Immutable.
 */
public final class FirstSignalTimeout {
    private final Duration time;
    private final Scheduler timer;

    private FirstSignalTimeout(Duration time, Scheduler timer) {
        this.time = time;
        this.timer = timer;
    }

    /**
     * A time limit on {@link Schedulers#parallel()}.
     *
     * @param time counted from each subscription, above zero and at most 365 days
     * @return a time limiter
     * @throws IllegalArgumentException if the time is not in these bounds
     */
    public static FirstSignalTimeout of(Duration time) {
        return of(time, Schedulers.parallel());
    }

    /**
     * A time limit on a scheduler.
     *
     * @param time counted from each subscription, above zero and at most 365 days
     * @param timer the scheduler of the timeout
     * @return a time limiter
     * @throws IllegalArgumentException if the time is not in these bounds
     */
    public static FirstSignalTimeout of(Duration time, Scheduler timer) {
        return new FirstSignalTimeout(SettingChecks.positive("the time limit", time), timer);
    }

    /**
     * Terminates a {@code Mono} that has not signalled in time.
     *
     * @param source the source; it is cancelled when the time has passed
     * @return the source, or a {@link TimeoutException}
     * @param <T> its element
     */
    public <T> Mono<T> limit(Mono<T> source) {
        return limit(source.flux()).singleOrEmpty();
    }

    /**
     * Terminates a {@code Flux} that has not emitted its first signal in time. After that there is no limit.
     *
     * @param source the source; it is cancelled when the time has passed
     * @return the source, or a {@link TimeoutException}
     * @param <T> its elements
     */
    public <T> Flux<T> limit(Flux<T> source) {
        return limit(source, Mono.error(() -> new TimeoutException("no signal within " + time.toMillis() + " ms")));
    }

    /**
     * Switches to a fallback when a {@code Flux} has not emitted its first signal in time.
     *
     * @param source the source; it is cancelled when the fallback emits its first signal
     * @param fallback subscribed to when the time has passed; until it signals, the source may still signal first
     * @return the source or the fallback, whichever signals first
     * @param <T> its elements
     */
    public <T> Flux<T> limit(Flux<T> source, Publisher<T> fallback) {
        return Flux.firstWithSignal(source, Mono.delay(time, timer).thenMany(fallback));
    }
}
