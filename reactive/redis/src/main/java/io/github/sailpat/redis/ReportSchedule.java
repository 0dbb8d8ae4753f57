package io.github.sailpat.redis;

import java.time.Duration;

/**
 * When the next report is due. A process reports when it gains by it: when subscribers wait that it has not asked for,
 * and shortly before permits of its own leave the window. Otherwise as seldom as keeps it alive. Not thread-safe.
 */
final class ReportSchedule {
    /** The shortest time between two reports. The first of many subscribers does not wait for it. */
    private static final long BATCH_TIME = Duration.ofMillis(10).toNanos();

    /** The time until the store is asked again that could not be asked. */
    private static final long RETRY = Duration.ofMillis(800).toNanos();

    private final SharedRate rate;
    private long at;
    /** The last reply has granted less than was wanted: more is not available before the next report. */
    private boolean exhausted;

    ReportSchedule(SharedRate rate, long now) {
        this.rate = rate;
        at = now;
    }

    /** Those who wait at nearly the same time ask together. */
    long at(long lastSentAt, boolean wanting, boolean pausing) {
        return pausing || (wanting && !exhausted) ? Math.min(at, lastSentAt + BATCH_TIME) : at;
    }

    void stopped(long now) {
        exhausted = false;
        at = now;
    }

    void failed(long now) {
        exhausted = false;
        at = now + RETRY;
    }

    /**
     * The store has replied.
     *
     * @param wanting the number of subscribers that wait and have no permit
     * @param exhaustedNow whether more permits were wanted than granted
     */
    void replied(
            long now,
            int processes,
            int wanting,
            boolean exhaustedNow,
            int reserved,
            LocalShare local,
            long pausedUntil) {
        exhausted = exhaustedNow;
        long useful = wanting == 0 ? Long.MAX_VALUE : usefulAt(now, processes, wanting, reserved, local, pausedUntil);
        at = Math.min(now + rate.reportNanos(processes), useful);
    }

    private long usefulAt(long now, int processes, int wanting, int reserved, LocalShare local, long pausedUntil) {
        long horizon = rate.horizonNanos();
        if (local.isEven(now)) {
            return Math.max(pausedUntil - rate.leadNanos(), now + horizon - rate.leadNanos());
        }
        int batch = rate.batch(processes);
        if (local.unused(now, processes) - reserved > batch) { // Others have more than their share, and return it.
            return now + horizon * 3 / 2;
        }
        long first = local.leavesAt(now + horizon, 1);
        long last = local.leavesAt(now + horizon, Math.min(batch, wanting));
        return last == Long.MAX_VALUE ? last : Math.max(first - rate.leadNanos(), last - horizon);
    }
}
