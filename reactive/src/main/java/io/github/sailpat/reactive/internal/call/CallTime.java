package io.github.sailpat.reactive.internal.call;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much time one subscription to a call has, and how long it may wait for a permit.
 *
 * <p>Memory: the fields are volatile. They are written by the call's own steps, which follow each other, and read from
 * any thread, by the deadline for example.
 */
public final class CallTime {
    private static final Duration LEAST_BULK_PATIENCE = Duration.ofMinutes(1);
    /** So much later the deadline of an inner call is, so that the two do not expire at the same time. */
    private static final Duration AFTER_OUTER = Duration.ofMillis(250);

    private final TimeSource timeSource;
    private final Duration deadline;
    private final boolean permitWaitFree;
    private final long begun;
    /** Waits for permits that are over. Written before {@link #waiting} is cleared. */
    private volatile long waitedNanos;

    private volatile long waitingSince;
    private volatile boolean waiting;
    /** Of a call that is made on behalf of this one: its waits for permits count as waits of this one. */
    private volatile @Nullable CallTime inner;

    CallTime(Duration deadline, boolean permitWaitFree, TimeSource timeSource) {
        this.deadline = deadline;
        this.permitWaitFree = permitWaitFree;
        this.timeSource = timeSource;
        this.begun = timeSource.nanoTime();
        this.waitingSince = begun;
        this.waiting = true;
    }

    /** The call waits for a permit. */
    void beginWait() {
        if (!waiting) {
            waitingSince = timeSource.nanoTime();
            waiting = true;
        }
    }

    /** The call has a permit. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the steps of one call follow each other
    void endWait() {
        waitedNanos += timeSource.nanoTime() - waitingSince;
        waiting = false;
    }

    /**
     * The time of a call that is made on behalf of this one: what is left, and a little more.
     *
     * @return the time of the inner call, which begins now
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the steps of one call follow each other
    CallTime within() {
        CallTime before = inner;
        if (before != null) {
            waitedNanos += before.waited();
        }
        CallTime time = new CallTime(getRemaining().plus(AFTER_OUTER), permitWaitFree, timeSource);
        inner = time;
        return time;
    }

    private long waited() {
        CallTime other = inner;
        return waitedNanos
                + (waiting ? timeSource.nanoTime() - waitingSince : 0)
                + (other == null ? 0 : other.waited());
    }

    /**
     * The deadline of the call.
     *
     * @return the time from the subscription
     */
    public Duration getDeadline() {
        return deadline;
    }

    /**
     * The time since the subscription.
     *
     * @return the time, waits included
     */
    public Duration getElapsed() {
        return Duration.ofNanos(timeSource.nanoTime() - begun);
    }

    /**
     * The time that is left until the deadline.
     *
     * @return zero or less if it has passed
     */
    public Duration getRemaining() {
        Duration left = deadline.minus(getElapsed());
        return permitWaitFree ? left.plusNanos(waited()) : left;
    }

    /**
     * How long the call has been waiting for a permit.
     *
     * @return the time of the current wait, or zero if it does not wait
     */
    public Duration getPermitWait() {
        return waiting ? Duration.ofNanos(timeSource.nanoTime() - waitingSince) : Duration.ZERO;
    }

    /**
     * Whether the deadline does not count waits for permits.
     *
     * @return {@code true} for an item of a bulk job
     */
    public boolean isPermitWaitFree() {
        return permitWaitFree;
    }

    /**
     * The longest pause of the rate limit that the call waits for. If the pause is longer, the call fails at once.
     *
     * @return the remaining time; for an item of a bulk job its deadline, but at least a minute
     */
    public Duration getPatience() {
        if (!permitWaitFree) {
            return getRemaining();
        }
        return deadline.compareTo(LEAST_BULK_PATIENCE) < 0 ? LEAST_BULK_PATIENCE : deadline;
    }
}
