package io.github.sailpat.reactive.internal.function;

import io.github.sailpat.reactive.resilience.RateLimiter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * The rate limiter of the application. If it throws instead of granting a permit, the call fails. If it throws when it
 * is asked for a pause, that is logged, and the call and its deadline continue.
 *
 * @param limiter the rate limiter
 */
public record SafeRateLimiter(RateLimiter limiter) implements RateLimiter {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.retry");

    /**
     * A rate limiter that is safe to call.
     *
     * @param limiter the rate limiter of the application
     * @return the same, if it is {@link RateLimiter#unlimited()}, which throws nothing
     */
    public static RateLimiter of(RateLimiter limiter) {
        return RateLimiter.unlimited().equals(limiter) ? limiter : new SafeRateLimiter(limiter);
    }

    @Override
    public <T> Flux<T> limit(Flux<T> source) {
        return FunctionFlux.of("RateLimiter.limit(...)", () -> limiter.limit(source));
    }

    @Override
    public void pause(Duration duration) {
        try {
            limiter.pause(duration);
        } catch (Throwable e) { // of the application
            LOG.warn("RateLimiter.pause(...) threw an exception, so it does not pause: {}", e.toString());
        }
    }

    @Override
    public Duration getRemainingPause() {
        try {
            return limiter.getRemainingPause();
        } catch (Throwable e) { // of the application
            LOG.warn("RateLimiter.getRemainingPause() threw an exception, so no pause is assumed: {}", e.toString());
            return Duration.ZERO;
        }
    }

    @Override
    public String toString() {
        return limiter.toString();
    }
}
