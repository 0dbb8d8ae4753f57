package io.github.sailpat.reactive.resilience;

import java.time.Duration;
import reactor.core.publisher.Flux;

enum UnlimitedRateLimiter implements RateLimiter {
    INSTANCE;

    @Override
    public <T> Flux<T> limit(Flux<T> source) {
        return source;
    }

    @Override
    public void pause(Duration duration) {
        // Turned off means turned off.
    }

    @Override
    public String toString() {
        return "RateLimiter[unlimited]";
    }
}
