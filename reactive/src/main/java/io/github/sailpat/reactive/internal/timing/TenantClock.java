package io.github.sailpat.reactive.internal.timing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The tenant's time, as the {@code Date} of its answers tells it; ours until it has told. Thread-safe: a lost update is
 * made good by the next answer.
 */
public final class TenantClock {
    /** A date has whole seconds, and an answer takes a moment to arrive. */
    private static final Duration PRECISION = Duration.ofSeconds(5);

    private static final Duration UNKNOWN = Duration.ofMinutes(5);

    private final TimeSource timeSource;
    private volatile @Nullable String latest;
    private volatile @Nullable Duration offset;

    /**
     * A clock that knows nothing of the tenant's time yet.
     *
     * @param timeSource the time of this machine
     */
    public TenantClock(TimeSource timeSource) {
        this.timeSource = timeSource;
    }

    /**
     * Takes the date of an answer that has just come.
     *
     * @param date the header, or {@code null} if the answer had none
     */
    public void observe(@Nullable String date) {
        if (date == null || date.equals(latest)) {
            return;
        }
        latest = date;
        Instant tenants = HttpDate.parse(date);
        if (tenants != null) { // A header that is no date says nothing about the time.
            offset = Duration.between(timeSource.now(), tenants);
        }
    }

    /**
     * The tenant's time.
     *
     * @return now, give or take {@link #precision()}
     */
    public Instant now() {
        Duration known = offset;
        return known == null ? timeSource.now() : timeSource.now().plus(known);
    }

    /**
     * Whether the tenant has told its time.
     *
     * @return {@code true} after its first answer with a date
     */
    public boolean isKnown() {
        return offset != null;
    }

    /**
     * How far {@link #now()} may be off.
     *
     * @return seconds once the tenant has told its time, else minutes
     */
    public Duration precision() {
        return precision(isKnown());
    }

    /**
     * How far a time may be off.
     *
     * @param known whether it is the tenant's
     * @return seconds if it is, else minutes
     */
    public static Duration precision(boolean known) {
        return known ? PRECISION : UNKNOWN;
    }
}
