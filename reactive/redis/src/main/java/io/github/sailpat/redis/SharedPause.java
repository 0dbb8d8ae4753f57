package io.github.sailpat.redis;

import java.time.Duration;

/** The pause of this process, and whether the store knows of it. Not thread-safe. */
final class SharedPause {
    static final Duration MAX_PAUSE = Duration.ofHours(1);

    /** The same pause ends at slightly different times, because replies take different times. */
    private static final long PRECISION = Duration.ofMillis(100).toNanos();

    private long until;
    private long reportedUntil;
    private boolean shared = true;

    SharedPause(long now) {
        until = now;
    }

    long until() {
        return until;
    }

    boolean isShared() {
        return shared;
    }

    /**
     * A pause of this process.
     *
     * @return whether it ends later than the current one
     */
    boolean extend(long now, Duration duration) {
        Duration limited = duration.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : duration;
        if (now + limited.toNanos() <= until) {
            return false;
        }
        until = now + limited.toNanos();
        shared = false;
        return true;
    }

    /** The pause that the next report tells, in milliseconds, or zero. */
    long toReport(long now) {
        reportedUntil = until;
        return shared ? 0 : Math.max(0, (until - now) / 1_000_000);
    }

    /** The last report has arrived. If the pause was over by then, there is nothing to share. */
    void reported() {
        shared |= reportedUntil == until;
    }

    /** The store may have forgotten the pause. */
    void reportAgain(long now) {
        shared = until <= now;
    }

    /**
     * A pause that the store replies.
     *
     * @return whether it ends later than the current one
     */
    boolean accept(long now, long pauseMillis) {
        long replied = now + pauseMillis * 1_000_000;
        if (pauseMillis == 0 || replied <= until + PRECISION) {
            return false;
        }
        until = replied;
        return true;
    }
}
