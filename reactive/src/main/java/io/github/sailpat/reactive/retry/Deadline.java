package io.github.sailpat.reactive.retry;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A bound on the time until something answers, whatever it does in between: put it outside of retries and waits, so that
 * it holds for all of them together. Immutable.
 */
public final class Deadline {
    private final Duration time;
    private final Scheduler timer;

    private Deadline(Duration time, Scheduler timer) {
        this.time = time;
        this.timer = timer;
    }

    /**
     * A deadline with a timer on {@link Schedulers#parallel()}.
     *
     * @param time counted from each subscription, above zero
     * @return a deadline
     * @throws IllegalArgumentException if the time is not above zero
     */
    public static Deadline of(Duration time) {
        return of(time, Schedulers.parallel());
    }

    /**
     * A deadline with a timer of its own.
     *
     * @param time counted from each subscription, above zero
     * @param timer counts the time
     * @return a deadline
     * @throws IllegalArgumentException if the time is not above zero
     */
    public static Deadline of(Duration time, Scheduler timer) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("a deadline must be above zero");
        }
        return new Deadline(time, timer);
    }

    /**
     * Ends a {@code Mono} that has not answered in time.
     *
     * @param source what to wait for; it is cancelled when the time is over
     * @return the source, or a {@link TimeoutException}
     * @param <T> its element
     */
    public <T> Mono<T> limit(Mono<T> source) {
        return limit(source.flux()).singleOrEmpty();
    }

    /**
     * Ends a {@code Flux} that has given no signal in time. Once it has begun, its pace is its consumer's matter.
     *
     * @param source what to wait for; it is cancelled when the time is over
     * @return the source, or a {@link TimeoutException}
     * @param <T> its elements
     */
    public <T> Flux<T> limit(Flux<T> source) {
        return limit(source, Mono.error(() -> new TimeoutException("nothing came within " + time.toMillis() + " ms")));
    }

    /**
     * Goes over to something else when a {@code Flux} has given no signal in time.
     *
     * @param source what to wait for; it is cancelled when the fallback gives its first signal
     * @param fallback subscribed when the time is over; the source may still win until it gives a signal
     * @return the source or the fallback, whichever signals first
     * @param <T> its elements
     */
    public <T> Flux<T> limit(Flux<T> source, Publisher<T> fallback) {
        return Flux.firstWithSignal(source, Mono.delay(time, timer).thenMany(fallback));
    }
}
