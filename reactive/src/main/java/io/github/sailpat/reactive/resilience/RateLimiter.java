package io.github.sailpat.reactive.resilience;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Limits the rate of subscriptions. SailPoint counts requests per client id and API version, so clients that share both
 * must share one limiter.
 *
 * <p>Reactor's {@code limitRate} limits demand, not the rate in time.
 */
public interface RateLimiter {
    /** The requests that a tenant permits in any {@link #TENANT_WINDOW}, for a client id and an API version. */
    int TENANT_PERMITS = 100;

    /** The window in which a tenant counts requests: 10 s. */
    Duration TENANT_WINDOW = Duration.ofSeconds(10);

    /**
     * Subscribes to a source when there is a permit. First come, first served. Cancelling while waiting leaves
     * the queue. One subscription needs one permit, independent of the number of its elements.
     *
     * @param source the source
     * @return the source, subscribed to on the caller's thread if a permit is available, otherwise on a thread of the
     *     timer
     * @param <T> its elements
     */
    <T> Flux<T> limit(Flux<T> source);

    /**
     * Subscribes to a source when there is a permit; see {@link #limit(Flux)}.
     *
     * @param source the source
     * @return the source
     * @param <T> its element
     */
    default <T> Mono<T> limit(Mono<T> source) {
        return limit(source.flux()).singleOrEmpty();
    }

    /**
     * Grants no permits for some time, because the API asks for it ({@code Retry-After}). Afterwards permits are
     * granted evenly, without a burst. A shorter pause does not end a longer one.
     *
     * @param duration the time from now on; at most one hour is applied
     */
    void pause(Duration duration);

    /**
     * The remaining time of a {@link #pause}. A call with less time left does not need to wait.
     *
     * @return the remaining time, or zero
     */
    default Duration getRemainingPause() {
        return Duration.ZERO;
    }

    /**
     * A sliding window: at most a number of requests in any period of a length. The first requests get a permit
     * immediately. A permit is occupied from the subscription until one window after the first signal of the source. At
     * that signal the tenant has counted the request, so the window of the tenant is respected too.
     *
     * @param permits the number of requests, at least one
     * @param window the length of the window, above zero
     * @return a limiter on {@link Schedulers#parallel()}
     * @throws IllegalArgumentException if a number is too small
     */
    static RateLimiter slidingWindow(int permits, Duration window) {
        return new SlidingWindowRateLimiter(permits, window, TimeSource.system());
    }

    /**
     * A sliding window on a scheduler; see {@link #slidingWindow(int, Duration)}.
     *
     * @param permits the number of requests, at least one
     * @param window the length of the window, above zero
     * @param timer the scheduler of delayed subscriptions; its {@link Scheduler#now now} is the clock. That of
     *     Reactor's own schedulers is the wall clock, which may jump: {@link #slidingWindow(int, Duration)} has a clock
     *     that does not
     * @return a limiter
     * @throws IllegalArgumentException if a number is too small
     */
    static RateLimiter slidingWindow(int permits, Duration window, Scheduler timer) {
        return new SlidingWindowRateLimiter(permits, window, TimeSource.of(timer));
    }

    /**
     * No limit and no pause.
     *
     * @return a limiter that grants every permit immediately
     */
    static RateLimiter unlimited() {
        return UnlimitedRateLimiter.INSTANCE;
    }
}
