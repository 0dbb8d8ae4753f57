package io.github.sailpat.reactive.internal.http;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/**
 * The permits of open lists, which are held for as long as the subscribers take. A list that is started for an element
 * of another one waits for a permit that may never be released, because the other one is read no further until the
 * inner one has completed. So exchanges that wait fail when nothing was requested from any open list for a time. That
 * is checked only while exchanges wait.
 */
final class ListConnectionPermits extends ConnectionPermits {
    private static final int CHECKS = 4;

    private final Scheduler timer;
    private final Duration patience;
    /** These are guarded by this object's monitor. */
    private final Set<ExchangeSubscriber<?>> open = new HashSet<>();

    private boolean checking;
    private int idleChecks;
    /** Changes with each list that is opened, and with each element that is emitted. */
    private long progress;

    private long opened;

    ListConnectionPermits(int permits, Duration patience, Scheduler timer) {
        super(permits);
        this.patience = patience;
        this.timer = timer;
    }

    @Override
    void acquire(ExchangeSubscriber<?> exchange) {
        super.acquire(exchange);
        scheduleCheck();
    }

    @Override
    synchronized void granted(ExchangeSubscriber<?> exchange) {
        open.add(exchange);
        opened++;
    }

    @Override
    void release(ExchangeSubscriber<?> exchange) {
        synchronized (this) {
            open.remove(exchange);
        }
        super.release(exchange);
    }

    private synchronized void scheduleCheck() {
        if (checking || !hasWaiting()) {
            return;
        }
        idleChecks = 0;
        schedule();
    }

    private synchronized void schedule() {
        try {
            timer.schedule(this::check, patience.toNanos() / CHECKS, TimeUnit.NANOSECONDS);
            checking = true;
        } catch (RejectedExecutionException e) { // the application has shut down the schedulers
            checking = false;
        }
    }

    private void check() {
        List<ExchangeSubscriber<?>> failed = List.of();
        int permits;
        synchronized (this) {
            checking = false;
            permits = permits();
            if (!hasWaiting()) {
                return;
            }
            long now = opened
                    + open.stream().mapToLong(ExchangeSubscriber::emitted).sum();
            boolean idle = now == progress && open.stream().noneMatch(ExchangeSubscriber::hasDemand);
            progress = now;
            idleChecks = idle ? idleChecks + 1 : 0;
            if (idleChecks >= CHECKS) {
                failed = removeWaiting();
            } else {
                schedule();
            }
        }
        failed.forEach(exchange -> exchange.failWaiting(
                "all " + permits + " connections for lists belong to open lists from which nothing was requested for "
                        + patience.toMillis() + " ms (connectTimeout), maybe because they wait for this one; raise"
                        + " maxConnections, or collect a list before others are started for its elements"));
    }
}
