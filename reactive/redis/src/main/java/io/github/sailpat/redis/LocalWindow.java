package io.github.sailpat.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The requests of this process: how many are not answered yet, and when the others were. Not thread-safe. */
final class LocalWindow {
    private final ArrayDeque<Long> releases = new ArrayDeque<>();
    private int inUse;

    int inUse() {
        return inUse;
    }

    void take() {
        inUse++;
    }

    void release(long now) {
        inUse--;
        releases.add(now);
    }

    /** Forgets what is older than a window. */
    void expire(long now, long windowNanos) {
        while (!releases.isEmpty() && now - releases.peek() >= windowNanos) {
            releases.remove();
        }
    }

    /** The number of requests that are not answered, or were answered less than a window ago. */
    int used(long now, long windowNanos) {
        int used = inUse;
        for (var latest = releases.descendingIterator(); latest.hasNext() && now - latest.next() < windowNanos; ) {
            used++;
        }
        return used;
    }

    /** The time of the next grant, now or later, or {@code MAX_VALUE} if a request must be answered first. */
    long nextGrantAt(long now, int permits, long windowNanos) {
        int excess = used(now, windowNanos) - permits + 1;
        if (excess <= 0) {
            return now;
        }
        int answered = used(now, windowNanos) - inUse;
        return excess > answered ? Long.MAX_VALUE : nthOfLatest(answered, excess) + windowNanos;
    }

    /** The n-th oldest of the latest releases. */
    private long nthOfLatest(int latest, int n) {
        int skip = releases.size() - latest + n - 1;
        for (long release : releases) {
            if (skip-- == 0) {
                return release;
            }
        }
        throw new IllegalStateException();
    }

    /** The time at which the n-th request leaves the window after {@code from}, or {@code MAX_VALUE}. */
    long leavesAt(long from, int n, long windowNanos) {
        int nth = 0;
        for (long release : releases) {
            if (release + windowNanos > from && ++nth == n) {
                return release + windowNanos;
            }
        }
        return Long.MAX_VALUE;
    }

    /** The milliseconds since each answer. */
    List<Long> ages(long now, long windowNanos) {
        List<Long> ages = new ArrayList<>(releases.size());
        for (long release : releases) {
            if (now - release < windowNanos) {
                ages.add((now - release) / 1_000_000);
            }
        }
        return ages;
    }
}
