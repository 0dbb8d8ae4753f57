package io.github.sailpat.reactive.retry;

import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Lets subscriptions through as fast as an API allows. SailPoint counts requests per client id and API version, so one
 * limiter serves all clients that share both.
 *
 * <p>Reactor's {@code limitRate} shapes demand, not time; this shapes time.
 */
public interface RateLimiter {
    /**
     * Subscribes to a source when it is its turn. First come, first served; cancelling while waiting gives the place
     * back. One subscription counts as one request, however many elements it has.
     *
     * @param source what to subscribe to
     * @return the source, subscribed to in time: at once on the caller's thread if there is room, else on a timer's
     * @param <T> its elements
     */
    <T> Flux<T> limit(Flux<T> source);

    /**
     * Subscribes to a source when it is its turn; see {@link #limit(Flux)}.
     *
     * @param source what to subscribe to
     * @return the source, subscribed to in time
     * @param <T> its element
     */
    default <T> Mono<T> limit(Mono<T> source) {
        return limit(source.flux()).singleOrEmpty();
    }

    /**
     * Lets nobody through for a time, because the API said so; afterwards everybody goes on evenly, without a rush. A
     * shorter pause does not end a longer one.
     *
     * @param duration how long, from now; of more than an hour, an hour counts
     */
    void pause(Duration duration);

    /**
     * How long nobody will be let through because of {@link #pause}: who has less time need not wait.
     *
     * @return the rest of the pause, or zero
     */
    default Duration getRemainingPause() {
        return Duration.ZERO;
    }

    /**
     * At most so many requests in any window of time. The first ones go at once, then as the window frees. A request
     * counts from its first answer, when it must have arrived, so that the tenant's own window is kept too.
     *
     * @param permits how many requests, at least one
     * @param window in what time, above zero
     * @return a limiter with a timer on {@link Schedulers#parallel()}
     * @throws IllegalArgumentException if a number is too small
     */
    static RateLimiter slidingWindow(int permits, Duration window) {
        return slidingWindow(permits, window, Schedulers.parallel());
    }

    /**
     * At most so many requests in any window of time, by the clock and timer of a scheduler.
     *
     * @param permits how many requests, at least one
     * @param window in what time, above zero
     * @param timer tells the time and wakes who waits
     * @return a limiter
     * @throws IllegalArgumentException if a number is too small
     */
    static RateLimiter slidingWindow(int permits, Duration window, Scheduler timer) {
        return new SlidingWindowRateLimiter(permits, window, timer);
    }

    /**
     * No limit, and no pause.
     *
     * @return a limiter that lets everybody through
     */
    static RateLimiter unlimited() {
        return UnlimitedRateLimiter.INSTANCE;
    }
}
