package io.github.sailpat.reactive.resilience;

import io.github.sailpat.reactive.internal.timing.MonotonicClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.scheduler.Scheduler;

/**
 * A log of when the last requests were answered, the number of those that are not, and a queue of those that wait. All
 * three are guarded by this object's monitor, which is held for a few instructions and never while others' code runs.
 */
final class SlidingWindowRateLimiter implements RateLimiter {
    /** The window is taken a little longer than it is: the tenant's clock is not ours. */
    private static final double MARGIN = 1.01;

    /** What is longer than this is not believed. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final int permits;
    private final long window;
    private final Scheduler timer;

    private final ArrayDeque<Long> settled = new ArrayDeque<>();
    private final ArrayDeque<RateLimitedSubscriber<?>> waiting = new ArrayDeque<>();
    private int underWay;
    private long pausedUntil = Long.MIN_VALUE;
    private long evenUntil = Long.MIN_VALUE;
    private long nextEven = Long.MIN_VALUE;
    private boolean willWake;

    SlidingWindowRateLimiter(int permits, Duration window, Scheduler timer) {
        if (permits < 1 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("permits must be at least 1, and the window above zero");
        }
        this.permits = permits;
        this.window = (long) (window.toNanos() * MARGIN);
        this.timer = timer;
    }

    @Override
    public <T> Flux<T> limit(Flux<T> source) {
        return new FluxOperator<>(source) {
            @Override
            public void subscribe(CoreSubscriber<? super T> actual) {
                RateLimitedSubscriber<T> subscriber =
                        new RateLimitedSubscriber<T>(SlidingWindowRateLimiter.this, this.source, actual);
                actual.onSubscribe(subscriber);
                enqueue(subscriber);
            }
        };
    }

    @Override
    public synchronized void pause(Duration duration) {
        long until = now() + (duration.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : duration).toNanos();
        if (until > pausedUntil) {
            pausedUntil = until;
            evenUntil = until + window;
            nextEven = Math.max(nextEven, until);
        }
    }

    @Override
    public synchronized Duration getRemainingPause() {
        long now = now();
        return pausedUntil > now ? Duration.ofNanos(pausedUntil - now) : Duration.ZERO;
    }

    private void enqueue(RateLimitedSubscriber<?> subscriber) {
        synchronized (this) {
            waiting.add(subscriber);
        }
        serve();
    }

    /** A request that was let through has been answered, or has ended without: its window begins. */
    void settle() {
        synchronized (this) {
            underWay--;
            settled.add(now());
        }
        serve();
    }

    /** A waiter is gone. */
    void forget(RateLimitedSubscriber<?> subscriber) {
        synchronized (this) {
            waiting.remove(subscriber);
        }
    }

    private void serve() {
        List<RateLimitedSubscriber<?>> served = null;
        synchronized (this) {
            long now = now();
            long free = freeAt(now);
            while (!waiting.isEmpty() && free <= now) {
                RateLimitedSubscriber<?> next = waiting.remove();
                if (next.grant()) {
                    underWay++;
                    nextEven = now + window / permits;
                    served = served == null ? new ArrayList<>(1) : served;
                    served.add(next);
                    free = freeAt(now);
                }
            }
            schedule(now, free);
        }
        if (served != null) {
            served.forEach(RateLimitedSubscriber::begin);
        }
    }

    /** When the next one may go: now or earlier, later, or {@code MAX_VALUE} if that depends on an answer. */
    private long freeAt(long now) {
        while (!settled.isEmpty() && settled.peek() + window <= now) {
            settled.remove();
        }
        long free = now;
        if (underWay + settled.size() >= permits) {
            if (settled.isEmpty()) {
                return Long.MAX_VALUE;
            }
            free = settled.peek() + window;
        }
        free = Math.max(free, pausedUntil);
        return now < evenUntil ? Math.max(free, nextEven) : free;
    }

    /**
     * One timer at most: the next place hardly ever comes earlier than was thought, and one that is woken early looks
     * again.
     */
    private void schedule(long now, long free) {
        if (!willWake && !waiting.isEmpty() && free != Long.MAX_VALUE) {
            timer.schedule(this::wake, free - now, TimeUnit.NANOSECONDS);
            willWake = true;
        }
    }

    private void wake() {
        synchronized (this) {
            willWake = false;
        }
        serve();
    }

    private long now() {
        return MonotonicClock.nanos(timer);
    }

    @Override
    public String toString() {
        return "RateLimiter[" + permits + " in " + Duration.ofNanos((long) (window / MARGIN)) + ']';
    }
}
