package io.github.sailpat.redis;

import java.time.Duration;

/**
 * The rate, and the times that follow from it.
 *
 * @param permits the number of requests in any window
 * @param windowNanos the length of the window with its margin
 */
record SharedRate(int permits, long windowNanos) {
    /** The factor by which the window is extended, because the clock of the tenant may run faster. */
    private static final double MARGIN = 1.01;

    /** The longest time between two reports: twice in the time after which a process counts as dead. */
    private static final long REPORT_NANOS = Duration.ofMillis(2_500).toNanos();

    /** A permit is granted no longer ahead than this, so a pause of another process stops this one within a second. */
    static final Duration HORIZON = Duration.ofMillis(900);

    /** The number of processes from which on each reports less often, so that the load on Redis is constant. */
    private static final int MANY_PROCESSES = 100;

    /** A process waits for so many permits before it asks again, if its share is large enough. */
    private static final int BATCH = 6;

    static SharedRate of(int permits, Duration window) {
        return new SharedRate(permits, (long) (window.toNanos() * MARGIN));
    }

    /** How many permits a process shares, or has by itself. */
    String describe(boolean shared, int processes) {
        return shared ? permits + " shared by " + processes : localPermits(processes) + " of " + permits + " by itself";
    }

    /** The longest time between two reports, shorter if the window is short. */
    long reportNanos(int processes) {
        long nanos = Math.min(REPORT_NANOS, windowNanos / 4);
        return processes <= MANY_PROCESSES ? nanos : nanos * processes / MANY_PROCESSES;
    }

    /** The time that a permit is granted ahead. */
    long horizonNanos() {
        return Math.min(HORIZON.toNanos(), windowNanos / 11);
    }

    /** The time before a permit is free at which to ask for it: that of some round trips. */
    long leadNanos() {
        return horizonNanos() / 6;
    }

    /** The number of permits that are worth a round trip. */
    int batch(int processes) {
        return Math.max(1, Math.min(BATCH, localPermits(processes) / 5));
    }

    /** The permits of one process alone, in {@link #localWindowNanos}. */
    int localPermits(int processes) {
        return Math.max(1, permits / processes);
    }

    /**
     * The window of one process alone. It is longer than the window of all if there are more processes than permits.
     */
    long localWindowNanos(int processes) {
        return processes <= permits ? windowNanos : windowNanos / permits * processes;
    }
}
