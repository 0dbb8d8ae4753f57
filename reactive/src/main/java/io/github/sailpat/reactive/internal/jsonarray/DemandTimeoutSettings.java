package io.github.sailpat.reactive.internal.jsonarray;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * How long the server may keep a consumer waiting that is asking. While the consumer is not asking, no clock runs.
 *
 * @param idleTimeout the longest wait for one element or for the end; null, zero or negative is unlimited
 * @param budget the longest time of all waits together; null is unlimited, zero or negative is already spent
 * @param timer measures and interrupts the waits
 */
public record DemandTimeoutSettings(
        @Nullable Duration idleTimeout, @Nullable Duration budget, Scheduler timer) {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

    long idleNanos() {
        return idleTimeout == null || idleTimeout.isZero() || idleTimeout.isNegative()
                ? LONGEST.toNanos()
                : nanos(idleTimeout);
    }

    long budgetNanos() {
        return budget == null ? LONGEST.toNanos() : nanos(budget);
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(LONGEST) > 0
                ? LONGEST.toNanos()
                : Math.max(0, duration.isNegative() ? 0 : duration.toNanos());
    }

    static boolean isUnlimited(long nanos) {
        return nanos >= LONGEST.toNanos();
    }
}
