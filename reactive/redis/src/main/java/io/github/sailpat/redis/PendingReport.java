package io.github.sailpat.redis;

import java.time.Duration;

/** The report that is on the way, if there is one, and how long its reply may take. Not thread-safe. */
final class PendingReport {
    /** The time to wait for a reply. A permit of a later reply is not used. */
    static final long TIMEOUT = Duration.ofMillis(700).toNanos();

    /** A timer that is late by so much shows that this process was stopped, not that the store does not reply. */
    private static final long STOPPED = Duration.ofMillis(300).toNanos();

    /** A process that is late so often in a row is too busy to know: then the store counts as lost. */
    private static final int MOST_STOPS = 3;

    /** What is known of the reply. */
    enum State {
        NONE,
        WAITING,
        TIMED_OUT,
        /** This process was stopped meanwhile. A reply, if there is one, is too old: ask again. */
        STOPPED
    }

    private long number;
    private long sentAt;
    private boolean open;
    private int stops;

    PendingReport(long now) {
        sentAt = now;
    }

    /** The number of the last report, which is also how many there were. */
    long number() {
        return number;
    }

    long sentAt() {
        return sentAt;
    }

    long timeoutAt() {
        return sentAt + TIMEOUT;
    }

    boolean isOpen() {
        return open;
    }

    boolean is(PermitReport report) {
        return open && report.number() == number;
    }

    long next(long now) {
        open = true;
        sentAt = now;
        return ++number;
    }

    State state(long now) {
        if (!open) {
            return State.NONE;
        }
        long late = now - timeoutAt();
        if (late < 0) {
            return State.WAITING;
        }
        return late < STOPPED || stops >= MOST_STOPS ? State.TIMED_OUT : State.STOPPED;
    }

    void replied() {
        open = false;
        stops = 0;
    }

    void failed() {
        open = false;
        stops = 0;
    }

    void stopped() {
        open = false;
        stops++;
    }
}
