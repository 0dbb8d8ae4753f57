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

    /** The time between two reports. Others learn of a pause, and of a process that is alive, within it. */
    static final long REPORT_NANOS = Duration.ofMillis(800).toNanos();

    /** The number of processes from which on each reports less often, so that the load on Redis is constant. */
    private static final int MANY_PROCESSES = 100;

    static SharedRate of(int permits, Duration window) {
        return new SharedRate(permits, (long) (window.toNanos() * MARGIN));
    }

    /** The time between two reports, shorter if the window is short. */
    long reportNanos(int processes) {
        long nanos = Math.min(REPORT_NANOS, windowNanos / 12);
        return processes <= MANY_PROCESSES ? nanos : nanos * processes / MANY_PROCESSES;
    }

    /** The time that a permit is granted ahead: a little more than the time between two reports. */
    long horizonNanos() {
        return reportNanos(1) * 5 / 4;
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
