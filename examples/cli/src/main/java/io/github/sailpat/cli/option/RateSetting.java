package io.github.sailpat.cli.option;

import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.reactive.resilience.RateLimiter;
import java.time.Duration;

/**
 * The rate limit of the command.
 *
 * @param permits the number of requests; zero for no limit
 * @param window the time
 */
public record RateSetting(int permits, Duration window) {
    public static final RateSetting OFF = new RateSetting(0, Duration.ZERO);
    /** That of the library. */
    public static final RateSetting DEFAULT = new RateSetting(100, Duration.ofSeconds(10));

    public RateLimiter toLimiter() {
        return permits == 0 ? RateLimiter.unlimited() : RateLimiter.slidingWindow(permits, window);
    }

    /** How many requests something will take, and how long at least. */
    public String estimate(long requests) {
        String count = AuditNumbers.count(requests) + (requests == 1 ? " request" : " requests");
        if (permits == 0 || requests == 0) {
            return count;
        }
        Duration least = window.multipliedBy((requests - 1) / permits);
        String limit = " at the limit of " + this;
        return count + (least.isZero() ? ", at once" : ", which take at least " + AuditNumbers.span(least)) + limit;
    }

    @Override
    public String toString() {
        return permits == 0 ? "off" : permits + " in " + AuditNumbers.span(window);
    }
}
