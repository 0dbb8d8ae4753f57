package io.github.sailpat.redis;

import java.util.List;

/**
 * The share of this process: what it grants by itself while it cannot ask the others. Not thread-safe.
 *
 * <p>The permits that the store has granted count too, so that a loss of the store is no second chance. For one window
 * after the last reply this process does not take what others had then: it has what it had, and its part of what was
 * free.
 */
final class LocalShare {
    private final SharedRate rate;
    private final LocalWindow window = new LocalWindow();
    private boolean paused;
    private long evenlyUntil;
    private long nextEvenGrant;
    private long repliedUntil;
    private int repliedPermits;
    private long grants;

    LocalShare(SharedRate rate, long now) {
        this.rate = rate;
        repliedUntil = now;
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
    int unused(long now, int processes) {
        return rate.localPermits(processes) - window.used(now, rate.localWindowNanos(processes));
    }

    /** The permits that this process may take without asking. */
    int available(long now, int processes) {
        int unused = unused(now, processes);
        return now < repliedUntil ? Math.min(unused, repliedPermits - window.used(now, rate.windowNanos())) : unused;
    }

    /** The time at which the n-th permit that leaves the window after {@code from} does so, or {@code MAX_VALUE}. */
    long leavesAt(long from, int n) {
        return window.leavesAt(from, n, rate.windowNanos());
    }

    /** The store has replied: from now on this process has some reserved permits, and so many are free. */
    void replied(long now, int reserved, int free, int processes) {
        repliedUntil = now + rate.windowNanos();
        repliedPermits = window.used(now, rate.windowNanos()) + reserved + free / processes;
    }

    /** After a pause permits are granted evenly for one window. */
    void pauseUntil(long until) {
        paused = true;
        evenlyUntil = until + rate.windowNanos();
        nextEvenGrant = until;
    }

    /** Whether there is a pause, or permits are granted evenly after one. */
    boolean isEven(long now) {
        return paused && now < evenlyUntil;
    }

    long nextGrantAt(long now, int processes, long pausedUntil) {
        long at = window.nextGrantAt(now, rate.localPermits(processes), rate.localWindowNanos(processes));
        if (now < repliedUntil && at < repliedUntil) {
            at = Math.max(at, Math.min(repliedUntil, window.nextGrantAt(now, repliedPermits, rate.windowNanos())));
        }
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
