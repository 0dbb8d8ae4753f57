package io.github.sailpat.reactive.internal.jsonarray;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The limits of the time in which a subscriber has demand and no element is available. Time without demand does not
 * count.
 *
 * @param idleTimeout the longest wait for one element or for the end; null, zero or negative is unlimited
 * @param totalTimeout the longest time of all waits together; null is unlimited, zero or negative is already elapsed
 * @param timeSource the clock and the timer of the waits
 * @param eventLoop reads the body, once more before a timeout takes effect; {@code null} if it is none
 */
public record ElementTimeoutSettings(
        @Nullable Duration idleTimeout,
        @Nullable Duration totalTimeout,
        TimeSource timeSource,
        @Nullable ScheduledExecutorService eventLoop) {

    /** Of a body that no event loop reads. */
    public ElementTimeoutSettings(
            @Nullable Duration idleTimeout, @Nullable Duration totalTimeout, TimeSource timeSource) {
        this(idleTimeout, totalTimeout, timeSource, null);
    }

    private static final Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE / 4);

    long idleNanos() {
        return idleTimeout == null || idleTimeout.isZero() || idleTimeout.isNegative()
                ? UNLIMITED.toNanos()
                : nanos(idleTimeout);
    }

    long totalNanos() {
        return totalTimeout == null ? UNLIMITED.toNanos() : nanos(totalTimeout);
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(UNLIMITED) > 0
                ? UNLIMITED.toNanos()
                : Math.max(0, duration.isNegative() ? 0 : duration.toNanos());
    }

    static boolean isUnlimited(long nanos) {
        return nanos >= UNLIMITED.toNanos();
    }
}
