package io.github.sailpat.redis;

import io.github.sailpat.reactive.resilience.QueuedRateLimiter.Waiter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The subscribers that wait, first come, first served, and the permits that they get: those that the store has granted,
 * or, without it, those of the {@link LocalShare}. Not thread-safe.
 */
final class PermitQueue {
    private final SharedRate rate;
    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private final ReservedPermits reserved = new ReservedPermits();
    private final LocalShare local;
    private final SharedPause pause;

    PermitQueue(SharedRate rate, LocalShare local, SharedPause pause) {
        this.rate = rate;
        this.local = local;
        this.pause = pause;
    }

    void add(Waiter waiter) {
        waiting.add(waiter);
    }

    void remove(Waiter waiter) {
        waiting.remove(waiter);
    }

    int waiting() {
        return waiting.size();
    }

    int reserved() {
        return reserved.size();
    }

    /** The number of those that wait and have no permit. */
    int wanting() {
        return Math.max(0, waiting.size() - reserved.size());
    }

    /** The permits that the store must not give to others. */
    int held() {
        return local.inUse() + reserved.size();
    }

    void reserve(long now, List<Long> delaysMillis) {
        reserved.add(now, delaysMillis);
    }

    void dropReserved() {
        reserved.clear();
    }

    /** Permits of subscribers that have cancelled are returned by the next report. */
    void dropUnwanted() {
        reserved.keep(waiting.size());
    }

    /** Gives the permits that are valid now, and returns who has got one. */
    List<Waiter> grant(long now, boolean shared, int processes) {
        List<Waiter> granted = new ArrayList<>();
        if (shared) {
            while (reserved.take(now)) {
                grantNext(granted);
            }
            return granted;
        }
        while (!waiting.isEmpty() && local.nextGrantAt(now, processes, pause.until()) <= now) {
            if (grantNext(granted)) {
                local.granted(now, processes);
            }
        }
        return granted;
    }

    private boolean grantNext(List<Waiter> granted) {
        while (!waiting.isEmpty()) {
            Waiter next = waiting.iterator().next();
            waiting.remove(next);
            if (next.grant()) {
                local.take();
                granted.add(next);
                return true;
            }
        }
        return false;
    }

    /** The time of the next permit, or {@code MAX_VALUE} if only the store can give one, or nobody waits. */
    long nextGrantAt(long now, boolean shared, int processes) {
        if (shared) {
            return reserved.nextAt();
        }
        if (waiting.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long at = local.nextGrantAt(now, processes, pause.until());
        return at == Long.MAX_VALUE ? now + rate.horizonNanos() : at;
    }
}
