package io.github.sailpat.cli;

import io.github.sailpat.reactive.resilience.RateLimiter;
import java.time.Duration;

/**
 * How fast to go.
 *
 * @param permits how many requests; zero for no limit
 * @param window in what time
 */
record Rate(int permits, Duration window) {
    static final Rate OFF = new Rate(0, Duration.ZERO);

    RateLimiter toLimiter() {
        return permits == 0 ? RateLimiter.unlimited() : RateLimiter.slidingWindow(permits, window);
    }
}
