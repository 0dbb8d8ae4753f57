package io.github.sailpat.reactive.resilience;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A rate limiter with a sliding window. It has the times at which the latest permits were released, the number of
 * permits in use, and a queue of waiting subscribers. All three are guarded by this object's monitor, and no foreign
 * code runs under it.
 */
final class SlidingWindowRateLimiter extends QueuedRateLimiter {
    /**
     * The part of the window by which it is extended, because the clock of the tenant may run faster. A clock that is
     * being set right by NTP is at most 500 ppm faster, a tenth of this.
     */
    private static final int MARGIN = 200;

    /** The maximum of a pause; a longer one is reduced to it. */
    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    private final int permits;
    private final Duration window;
    /** The length of the window with its margin. */
    private final long windowNanos;

    private final TimeSource timeSource;

    private final ArrayDeque<Long> releaseTimes = new ArrayDeque<>();
    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private int inUse;
    private long pausedUntil = Long.MIN_VALUE;
    private long evenlyUntil = Long.MIN_VALUE;
    private long nextEvenGrant = Long.MIN_VALUE;
    private boolean timerScheduled;
    private boolean keptScheduled;

    SlidingWindowRateLimiter(int permits, Duration window, TimeSource timeSource) {
        if (permits < 1 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("permits must be at least 1, and the window above zero");
        }
        this.permits = permits;
        this.window = window;
        this.windowNanos = window.toNanos() + window.toNanos() / MARGIN;
        this.timeSource = timeSource;
    }

    @Override
    public synchronized void pause(Duration duration) {
        long until = now() + (duration.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : duration).toNanos();
        if (until > pausedUntil) {
            pausedUntil = until;
            evenlyUntil = until + windowNanos;
            nextEvenGrant = Math.max(nextEvenGrant, until);
            keepWhileCounting();
        }
    }

    @Override
    public synchronized Duration getRemainingPause() {
        long now = now();
        return pausedUntil > now ? Duration.ofNanos(pausedUntil - now) : Duration.ZERO;
    }

    @Override
    protected void enqueue(Waiter waiter) {
        synchronized (this) {
            waiting.add(waiter);
        }
        grantPermits();
    }

    @Override
    protected void release() {
        synchronized (this) {
            inUse--;
            releaseTimes.add(now());
            keepWhileCounting();
        }
        grantPermits();
    }

    /**
     * Has a timer refer to this limiter as long as a permit counts or a pause lasts: those who look it up by a weak
     * reference find it again, and not a new one that knows of neither. Under the monitor.
     */
    private void keepWhileCounting() {
        if (keptScheduled) {
            return;
        }
        Long last = releaseTimes.peekLast();
        long until = Math.max(last == null ? Long.MIN_VALUE : last + windowNanos, evenlyUntil);
        long left = until == Long.MIN_VALUE ? 0 : until - now();
        if (left > 0) {
            try {
                timeSource.scheduler().schedule(this::onKept, left, TimeUnit.NANOSECONDS);
                keptScheduled = true;
            } catch (RejectedExecutionException e) {
                // The scheduler of the application is disposed of. Only the waiters of such a limiter need it.
            }
        }
    }

    private synchronized void onKept() {
        keptScheduled = false;
        keepWhileCounting();
    }

    @Override
    protected void remove(Waiter waiter) {
        synchronized (this) {
            waiting.remove(waiter);
        }
    }

    private void grantPermits() {
        List<Waiter> granted = null;
        synchronized (this) {
            long now = now();
            long grantAt = nextGrantAt(now);
            while (!waiting.isEmpty() && grantAt <= now) {
                Waiter next = waiting.iterator().next();
                waiting.remove(next);
                if (next.grant()) {
                    inUse++;
                    nextEvenGrant = now + windowNanos / permits;
                    granted = granted == null ? new ArrayList<>(1) : granted;
                    granted.add(next);
                    grantAt = nextGrantAt(now);
                }
            }
            schedule(now, grantAt);
        }
        if (granted != null) {
            granted.forEach(Waiter::subscribeToSource);
        }
    }

    /** The time of the next grant: now or earlier, later, or {@code MAX_VALUE} if a permit must be released first. */
    private long nextGrantAt(long now) {
        while (!releaseTimes.isEmpty() && releaseTimes.peek() + windowNanos <= now) {
            releaseTimes.remove();
        }
        long grantAt = now;
        if (inUse + releaseTimes.size() >= permits) {
            if (releaseTimes.isEmpty()) {
                return Long.MAX_VALUE;
            }
            grantAt = releaseTimes.peek() + windowNanos;
        }
        grantAt = Math.max(grantAt, pausedUntil);
        return now < evenlyUntil ? Math.max(grantAt, nextEvenGrant) : grantAt;
    }

    /**
     * At most one timer is scheduled. It is not rescheduled: the next grant is hardly ever earlier than computed, and a
     * timer that fires too early is scheduled again.
     */
    private void schedule(long now, long grantAt) {
        if (!timerScheduled && !waiting.isEmpty() && grantAt != Long.MAX_VALUE) {
            timeSource.scheduler().schedule(this::onTimer, grantAt - now, TimeUnit.NANOSECONDS);
            timerScheduled = true;
        }
    }

    private void onTimer() {
        synchronized (this) {
            timerScheduled = false;
        }
        grantPermits();
    }

    private long now() {
        return timeSource.nanoTime();
    }

    @Override
    public String toString() {
        return "RateLimiter[" + permits + " in " + window + ']';
    }
}
