package io.github.sailpat.reactive.internal.call;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much time one subscription to a call has, and how long it may wait for a permit. An item of a job waits together
 * with the others for permits, and for an access token while the token endpoint fails: its deadline counts neither. The
 * wait for an access token has the same limit as the deadline, apart from it.
 *
 * <p>Memory: the fields are volatile. They are written by the call's own steps, which follow each other, and read from
 * any thread, by the deadline for example.
 */
public final class CallTimeLimits {
    /** So much later the deadline of an inner call is, so that the two do not expire at the same time. */
    private static final Duration AFTER_OUTER = Duration.ofMillis(250);

    private final TimeSource timeSource;
    private final Duration deadline;
    private final @Nullable Duration patience;
    private final long begun;
    private final Instant startedAt;
    /** Waits that are over. Written before {@link #waiting} is cleared. */
    private volatile long waitedNanos;

    private volatile long waitingSince;
    private volatile boolean waiting;
    /** Without the waits for an access token that may have come before. */
    private volatile long permitWaitSince;
    /** How long the call has tried to get an access token, without the current attempt. */
    private volatile long authorizationNanos;

    private volatile long authorizingSince;
    private volatile boolean authorizing;
    /** Of a call that is made on behalf of this one: its waits for permits count as waits of this one. */
    private volatile @Nullable CallTimeLimits inner;

    CallTimeLimits(Duration deadline, @Nullable Duration patience, TimeSource timeSource) {
        this.deadline = deadline;
        this.patience = patience;
        this.timeSource = timeSource;
        this.begun = timeSource.nanoTime();
        this.startedAt = timeSource.now();
        this.waitingSince = begun;
        this.permitWaitSince = begun;
        this.waiting = true;
    }

    /** The call waits for a permit. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the steps of one call follow each other
    void beginWait() {
        long now = timeSource.nanoTime();
        if (authorizing || !waiting) {
            permitWaitSince = now;
        }
        if (authorizing) {
            authorizationNanos += now - authorizingSince;
            authorizing = false;
        }
        if (!waiting) {
            waitingSince = now;
            waiting = true;
        }
    }

    /** The call has a permit, and waits for an access token. */
    void beginAuthorization() {
        authorizingSince = timeSource.nanoTime();
        authorizing = true;
    }

    /** The call has an access token. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the steps of one call follow each other
    void endWait() {
        authorizing = false;
        authorizationNanos = 0;
        if (waiting) {
            waitedNanos += timeSource.nanoTime() - waitingSince;
            waiting = false;
        }
    }

    /**
     * The time of a call that is made on behalf of this one: what is left, and a little more.
     *
     * @return the time of the inner call, which begins now
     */
    CallTimeLimits within() {
        CallTimeLimits time = new CallTimeLimits(getRemaining().plus(AFTER_OUTER), patience, timeSource);
        waitTogetherWith(time);
        return time;
    }

    /** The waits of a call that is made on behalf of this one too count as waits of this one, from now on. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the steps of one call follow each other
    void waitTogetherWith(CallTimeLimits shared) {
        CallTimeLimits before = inner;
        // In this order, so that whoever reads in the meantime counts a wait twice, and not one too few.
        waitedNanos += before == null ? 0 : before.waited();
        inner = shared;
        waitedNanos -= shared.waited();
    }

    private long waited() {
        CallTimeLimits other = inner;
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
     * When the call was subscribed to.
     *
     * @return the time of the wall clock at that moment
     */
    public Instant getStartedAt() {
        return startedAt;
    }

    /**
     * The time since the subscription by the clock that has moved further.
     *
     * @return the elapsed time, or more if the wall clock was set forward, or the machine slept
     */
    public Duration getLongestElapsed() {
        Duration shift = getClockShift();
        return shift.isNegative() ? getElapsed() : getElapsed().plus(shift);
    }

    /**
     * How far the wall clock has moved other than the elapsed time, since the subscription: it was set, or the machine
     * slept, which the monotonic clock of some systems does not count.
     *
     * @return the difference; below zero if the wall clock went back
     */
    public Duration getClockShift() {
        return Duration.between(startedAt, timeSource.now()).minus(getElapsed());
    }

    /**
     * The time that is left until the deadline.
     *
     * @return zero or less if it has passed
     */
    public Duration getRemaining() {
        Duration left = deadline.minus(getElapsed());
        return isPermitWaitFree() ? left.plusNanos(waited()) : left;
    }

    /**
     * How long the call has been waiting for a permit.
     *
     * @return the time of the current wait, or zero if it does not wait for a permit
     */
    public Duration getPermitWait() {
        return waiting && !authorizing ? Duration.ofNanos(timeSource.nanoTime() - permitWaitSince) : Duration.ZERO;
    }

    /**
     * The time until the current step fails. For an item of a job that waits for an access token it is the rest of that
     * wait, else the rest of the deadline.
     *
     * @return zero or less if it has passed
     */
    public Duration getRemainingOfStep() {
        return isPermitWaitFree() && authorizing
                ? deadline.minusNanos(authorizationNanos + timeSource.nanoTime() - authorizingSince)
                : getRemaining();
    }

    /**
     * Whether the deadline counts neither waits for permits nor waits for an access token.
     *
     * @return {@code true} for an item of a bulk job
     */
    public boolean isPermitWaitFree() {
        return patience != null;
    }

    /**
     * The longest pause that the call waits for because the tenant asks for it (429). If the pause is longer, the call
     * fails at once.
     *
     * @return the remaining time; for an item of a bulk job the patience of the job
     */
    public Duration getPatience() {
        return patience == null ? getRemaining() : patience;
    }
}
