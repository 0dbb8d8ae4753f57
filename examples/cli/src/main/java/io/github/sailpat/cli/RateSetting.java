package io.github.sailpat.cli;

import io.github.sailpat.reactive.resilience.RateLimiter;
import java.time.Duration;

/**
 * The rate limit of the command.
 *
 * @param permits the number of requests; zero for no limit
 * @param window the time
 */
record RateSetting(int permits, Duration window) {
    static final RateSetting OFF = new RateSetting(0, Duration.ZERO);

    RateLimiter toLimiter() {
        return permits == 0 ? RateLimiter.unlimited() : RateLimiter.slidingWindow(permits, window);
    }
}
