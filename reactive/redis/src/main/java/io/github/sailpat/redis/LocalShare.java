package io.github.sailpat.redis;

import java.util.List;

/**
 * The share of this process: what it grants by itself while it cannot ask the others. Not thread-safe.
 *
 * <p>The permits that the store has granted count too, so that a loss of the store is no second chance.
 */
final class LocalShare {
    private final SharedRate rate;
    private final LocalWindow window = new LocalWindow();
    private boolean paused;
    private long evenlyUntil;
    private long nextEvenGrant;
    private long grants;

    LocalShare(SharedRate rate) {
        this.rate = rate;
    }

    int inUse() {
        return window.inUse();
    }

    long grants() {
        return grants;
    }

    void take() {
        window.take();
    }

    void release(long now) {
        window.release(now);
    }

    void expire(long now, int processes) {
        window.expire(now, rate.localWindowNanos(processes));
    }

    List<Long> ages(long now) {
        return window.ages(now, rate.windowNanos());
    }

    /** The permits of the share that are not used. */
    int available(long now, int processes) {
        return rate.localPermits(processes) - window.used(now, rate.localWindowNanos(processes));
    }

    /** After a pause permits are granted evenly for one window. */
    void pauseUntil(long until) {
        paused = true;
        evenlyUntil = until + rate.windowNanos();
        nextEvenGrant = until;
    }

    long nextGrantAt(long now, int processes, long pausedUntil) {
        long at = window.nextGrantAt(now, rate.localPermits(processes), rate.localWindowNanos(processes));
        if (paused) {
            at = Math.max(at, pausedUntil);
            return now < evenlyUntil ? Math.max(at, nextEvenGrant) : at;
        }
        return at;
    }

    void granted(long now, int processes) {
        grants++;
        nextEvenGrant = now + rate.localWindowNanos(processes) / rate.localPermits(processes);
    }
}
