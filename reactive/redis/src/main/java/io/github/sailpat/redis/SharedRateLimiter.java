package io.github.sailpat.redis;

import io.github.sailpat.reactive.resilience.QueuedRateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * One process of a shared limit. It reports its state to the store at least every {@link SharedRate#reportNanos}, and
 * is granted permits in the reply. There is at most one report on the way. While the store does not reply, permits are
 * granted by the {@link LocalShare}.
 *
 * <p>All fields are guarded by this object's monitor, and no foreign code runs under it. Everything happens in
 * {@link #step()}: when a subscriber is added, when a reply arrives, and when the timer fires.
 */
final class SharedRateLimiter extends QueuedRateLimiter {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.redis");

    /** The time to wait for a reply. A permit of a later reply is not used. */
    static final long TIMEOUT = Duration.ofMillis(700).toNanos();

    /** The shortest time between two reports. The first of many subscribers does not wait for it. */
    private static final long BATCH_TIME = Duration.ofMillis(10).toNanos();

    /** A timer that is late by so much shows that this process was stopped, not that Redis does not reply. */
    private static final long STOPPED = Duration.ofMillis(300).toNanos();

    /** A permit that is later than this was not used in time: the process was stopped meanwhile. */
    private static final long LATEST_USE = Duration.ofSeconds(1).toNanos();

    /** The same pause ends at slightly different times, because replies take different times. */
    private static final long PAUSE_PRECISION = Duration.ofMillis(100).toNanos();

    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    private final SharedRate rate;
    private final String process;
    private final PermitStore store;
    private final Scheduler timer;
    private final LongSupplier clock;

    private final Set<Waiter> waiting = new LinkedHashSet<>();
    private final LocalShare local;

    /** The times from which on permits that the store has granted are valid, in order. */
    private final List<Long> reserved = new ArrayList<>();

    private long pausedUntil;
    private boolean pauseIsShared = true;
    private int processes = 1;
    private boolean connected = true;
    /** Until then this process uses no more than its share, because the store does not know all processes again. */
    private long shareUntil;

    private long reports;
    private long reportSentAt;
    private long reportPausedUntil;
    private boolean reportOpen;
    private long nextReportAt;
    /** The last reply has granted less than was wanted: more is not available before the next report. */
    private boolean exhausted;

    private boolean closed;
    private @Nullable Disposable timeout;
    private long timeoutAt;

    SharedRateLimiter(SharedRate rate, String process, PermitStore store, Scheduler timer, LongSupplier clock) {
        this.rate = rate;
        this.process = process;
        this.store = store;
        this.timer = timer;
        this.clock = clock;
        local = new LocalShare(rate);
        pausedUntil = clock.getAsLong();
        shareUntil = pausedUntil;
        nextReportAt = pausedUntil;
    }

    /** Sends the first report. Nothing is granted before its reply, and its error is the caller's. */
    CompletionStage<Void> start() {
        PermitReport first;
        synchronized (this) {
            first = newReport(now(), 0);
        }
        return exchange(first).thenAccept(reply -> {
            synchronized (this) {
                if (isOpen(first)) {
                    accept(reply, now());
                }
            }
            step();
        });
    }

    @Override
    protected void enqueue(Waiter waiter) {
        synchronized (this) {
            waiting.add(waiter);
        }
        step();
    }

    @Override
    protected synchronized void remove(Waiter waiter) {
        waiting.remove(waiter);
    }

    @Override
    protected synchronized void release() {
        local.release(now());
    }

    @Override
    public void pause(Duration duration) {
        synchronized (this) {
            Duration limited = duration.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : duration;
            long until = now() + limited.toNanos();
            if (until > pausedUntil) {
                pauseUntil(until);
                pauseIsShared = false;
            }
        }
        step();
    }

    @Override
    public synchronized Duration getRemainingPause() {
        return Duration.ofNanos(Math.max(0, pausedUntil - now()));
    }

    synchronized boolean isConnected() {
        return connected;
    }

    synchronized int processes() {
        return processes;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized long reports() {
        return reports;
    }

    synchronized long localGrants() {
        return local.grants();
    }

    /** Sends the last report. Afterwards permits are granted by the local share. */
    CompletionStage<Void> close() {
        PermitReport last;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedFuture(null);
            }
            closed = true;
            connected = false;
            reserved.clear();
            last = newReport(now(), 0);
        }
        step();
        return exchange(last).handle((reply, error) -> null);
    }

    private void step() {
        List<Waiter> granted = new ArrayList<>();
        PermitReport report;
        synchronized (this) {
            long now = now();
            checkOpenReport(now);
            local.expire(now, processes);
            if (connected) {
                useReserved(now, granted);
            } else {
                useLocalShare(now, granted);
            }
            report = dueReport(now);
            schedule(now);
        }
        if (report != null) {
            send(report);
        }
        granted.forEach(Waiter::subscribeToSource);
    }

    private void checkOpenReport(long now) {
        long overdue = now - reportSentAt - TIMEOUT;
        if (!reportOpen || closed || overdue < 0) {
            return;
        }
        if (overdue < STOPPED) {
            fail(new TimeoutException("no reply within 700 ms"), now);
        } else {
            reportAgain(now);
        }
    }

    private void useReserved(long now, List<Waiter> granted) {
        while (!reserved.isEmpty() && reserved.get(0) <= now) {
            long validFrom = reserved.remove(0);
            if (now - validFrom < LATEST_USE) {
                grantNext(granted);
            }
        }
        if (reserved.size() > waiting.size()) { // The others have cancelled: the next report returns their permits.
            reserved.subList(waiting.size(), reserved.size()).clear();
        }
    }

    private void useLocalShare(long now, List<Waiter> granted) {
        while (!waiting.isEmpty() && local.nextGrantAt(now, processes, pausedUntil) <= now) {
            if (grantNext(granted)) {
                local.granted(now, processes);
            }
        }
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

    private @Nullable PermitReport dueReport(long now) {
        if (reportOpen || closed || now < nextReportAt()) {
            return null;
        }
        int wanted = connected ? waiting.size() - reserved.size() : 0;
        if (now < shareUntil) {
            wanted = Math.min(wanted, local.available(now, processes) - reserved.size());
        }
        return newReport(now, Math.max(0, Math.min(wanted, rate.permits())));
    }

    /** Sooner than regularly if somebody waits, but those who wait at nearly the same time ask together. */
    private long nextReportAt() {
        boolean urgent = connected && (!pauseIsShared || (waiting.size() > reserved.size() && !exhausted));
        return urgent ? Math.min(nextReportAt, reportSentAt + BATCH_TIME) : nextReportAt;
    }

    private PermitReport newReport(long now, int wanted) {
        reportOpen = true;
        reportSentAt = now;
        reportPausedUntil = pausedUntil;
        long pause = pauseIsShared ? 0 : Math.max(0, (pausedUntil - now) / 1_000_000);
        return new PermitReport(
                process, ++reports, local.inUse() + reserved.size(), wanted, pause, closed, local.ages(now));
    }

    private CompletionStage<PermitReply> exchange(PermitReport report) {
        try {
            return store.exchange(report);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The reply is handled on the timer, because a grant runs code of the user. */
    private void send(PermitReport report) {
        exchange(report).whenComplete((reply, error) -> timer.schedule(() -> onReply(report, reply, error)));
    }

    private void onReply(PermitReport report, @Nullable PermitReply reply, @Nullable Throwable error) {
        synchronized (this) {
            if (!isOpen(report)) {
                return;
            }
            long now = now();
            if (reply != null && now - reportSentAt >= TIMEOUT) {
                reportAgain(now);
            } else if (reply != null) {
                pauseIsShared |= report.pauseMillis() > 0 && reportPausedUntil == pausedUntil;
                accept(reply, now);
                exhausted = reply.delays().size() < report.wanted() || now < shareUntil;
            } else if (error != null) {
                fail(error, now);
            }
        }
        step();
    }

    private boolean isOpen(PermitReport report) {
        return reportOpen && report.number() == reports && !closed;
    }

    private void accept(PermitReply reply, long now) {
        reportOpen = false;
        nextReportAt = now + rate.reportNanos(reply.processes());
        if (reply.status() == PermitReply.Status.OVERTAKEN) {
            return;
        }
        boolean forgotten = reply.status() == PermitReply.Status.UNKNOWN_PROCESS;
        if (!connected || forgotten) {
            if (forgotten) {
                LOG.warn("Redis has lost the state of the rate limit: this process uses its share for one window");
            } else {
                LOG.info("Redis replies again: the rate limit is shared, after one window with the own share");
            }
            connected = true;
            shareUntil = now + rate.windowNanos();
            pauseIsShared = pausedUntil <= now;
        }
        processes = now < shareUntil ? Math.max(processes, reply.processes()) : reply.processes();
        long replyPausedUntil = now + reply.pauseMillis() * 1_000_000;
        if (reply.pauseMillis() > 0 && replyPausedUntil > pausedUntil + PAUSE_PRECISION) {
            pauseUntil(replyPausedUntil);
        }
        if (pauseIsShared) { // Otherwise the permits were granted before the pause.
            reply.delays().forEach(delay -> reserved.add(now + delay * 1_000_000));
            reserved.sort(null);
        }
    }

    /**
     * This process was stopped for some time. The reply, if there is one, is too old, and says nothing about Redis: ask
     * again.
     */
    private void reportAgain(long now) {
        reportOpen = false;
        exhausted = false;
        nextReportAt = now;
    }

    private void fail(Throwable error, long now) {
        reportOpen = false;
        exhausted = false;
        nextReportAt = now + SharedRate.REPORT_NANOS;
        if (connected) {
            connected = false;
            reserved.clear();
            LOG.warn(
                    "Redis does not reply ({}): this process grants {} of {} permits by itself until it does",
                    RedisFailure.reason(error),
                    rate.localPermits(processes),
                    rate.permits());
        }
    }

    private void pauseUntil(long until) {
        pausedUntil = until;
        reserved.clear();
        local.pauseUntil(until);
    }

    /** One timer, for the next time at which a step has something to do. */
    private void schedule(long now) {
        long at = closed ? Long.MAX_VALUE : reportOpen ? reportSentAt + TIMEOUT : nextReportAt();
        if (connected && !reserved.isEmpty()) {
            at = Math.min(at, reserved.get(0));
        }
        if (!connected && !waiting.isEmpty()) {
            at = Math.min(at, local.nextGrantAt(now, processes, pausedUntil));
        }
        if (at == Long.MAX_VALUE && !waiting.isEmpty()) {
            at = now + SharedRate.REPORT_NANOS;
        }
        if (timeout != null && timeoutAt == at) {
            return;
        }
        if (timeout != null) {
            timeout.dispose();
        }
        timeoutAt = at;
        timeout = at == Long.MAX_VALUE
                ? null
                : timer.schedule(this::onTimer, Math.max(0, at - now), TimeUnit.NANOSECONDS);
    }

    private void onTimer() {
        synchronized (this) {
            timeout = null;
        }
        step();
    }

    private long now() {
        return clock.getAsLong();
    }
}
