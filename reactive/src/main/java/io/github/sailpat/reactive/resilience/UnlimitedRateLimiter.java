package io.github.sailpat.reactive.resilience;

import java.time.Duration;
import reactor.core.publisher.Flux;

/** A rate limiter that grants every permit immediately and ignores pauses. */
enum UnlimitedRateLimiter implements RateLimiter {
    INSTANCE;

    @Override
    public <T> Flux<T> limit(Flux<T> source) {
        return source;
    }

    @Override
    public void pause(Duration duration) {
        // An unlimited rate limiter has no pauses.
    }

    @Override
    public String toString() {
        return "RateLimiter[unlimited]";
    }
}
