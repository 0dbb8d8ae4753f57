package io.github.sailpat.redis;

import io.github.sailpat.reactive.resilience.QueuedRateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * One process of a shared limit. It reports its state to the store, as {@link ReportSchedule} says, and is granted
 * permits in the reply. There is at most one report on the way. While the store does not reply, permits are granted by
 * the {@link LocalShare}.
 *
 * <p>All fields are guarded by this object's monitor, and no foreign code runs under it. Everything happens in
 * {@link #step}: when a subscriber is added, when a reply arrives, and when the timer fires. Permits are granted on the
 * timer only, so that a source that completes at once, and is followed by the next one, needs no stack.
 */
final class SharedRateLimiter extends QueuedRateLimiter {
    private final SharedRate rate;
    private final String process;
    private final PermitStore store;
    private final Scheduler timer;
    private final LongSupplier clock;

    private final LocalShare local;
    private final SharedPause pause;
    private final PermitQueue queue;
    private final PendingReport report;
    private final ReportSchedule schedule;
    private final ReplaceableTimer nextStep;
    private final SharingLog log = new SharingLog();

    private int processes = 1;
    private boolean connected = true;
    private boolean closed;
    /** Until then this process uses no more than its share, because the store does not know all processes again. */
    private long shareUntil;

    SharedRateLimiter(SharedRate rate, String process, PermitStore store, Scheduler timer, LongSupplier clock) {
        this.rate = rate;
        this.process = process;
        this.store = store;
        this.timer = timer;
        this.clock = clock;
        long now = now();
        local = new LocalShare(rate, now);
        pause = new SharedPause(now);
        queue = new PermitQueue(rate, local, pause);
        report = new PendingReport(now);
        schedule = new ReportSchedule(rate, now);
        nextStep = new ReplaceableTimer(timer, this::onTimer);
        shareUntil = now;
    }

    /** Sends the first report. Nothing is granted before its reply, and its error is the caller's. */
    CompletionStage<Void> start() {
        PermitReport first;
        synchronized (this) {
            first = newReport(now(), 0);
        }
        return store.exchange(first).thenAccept(reply -> {
            synchronized (this) {
                if (report.is(first) && !closed) {
                    accept(first, reply, now());
                }
            }
            step(false);
        });
    }

    @Override
    protected void enqueue(Waiter waiter) {
        synchronized (this) {
            queue.add(waiter);
        }
        step(false);
    }

    @Override
    protected synchronized void remove(Waiter waiter) {
        queue.remove(waiter);
    }

    @Override
    protected synchronized void release() {
        local.release(now());
    }

    @Override
    public void pause(Duration duration) {
        synchronized (this) {
            if (pause.extend(now(), duration)) {
                pauseStarts();
            }
        }
        step(false);
    }

    @Override
    public synchronized Duration getRemainingPause() {
        return Duration.ofNanos(Math.max(0, pause.until() - now()));
    }

    synchronized boolean isConnected() {
        return connected;
    }

    synchronized int processes() {
        return processes;
    }

    synchronized int waiting() {
        return queue.waiting();
    }

    synchronized long reports() {
        return report.number();
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
            queue.dropReserved();
            last = newReport(now(), 0);
        }
        step(false);
        return store.exchange(last).handle((reply, error) -> null);
    }

    /** The connection is lost: the next report, which says so, is due now. */
    void disconnected() {
        synchronized (this) {
            schedule.stopped(now());
        }
        step(false);
    }

    private void step(boolean onTimer) {
        List<Waiter> granted = List.of();
        PermitReport due;
        synchronized (this) {
            long now = now();
            checkOpenReport(now);
            local.expire(now, processes);
            if (onTimer) {
                granted = queue.grant(now, connected, processes);
            }
            queue.dropUnwanted();
            due = dueReport(now);
            scheduleNextStep(now);
        }
        log.write();
        if (due != null) {
            send(due);
        }
        granted.forEach(Waiter::subscribeToSource);
    }

    private void checkOpenReport(long now) {
        PendingReport.State state = closed ? PendingReport.State.NONE : report.state(now);
        if (state == PendingReport.State.TIMED_OUT) {
            fail(new TimeoutException("no reply within 700 ms"), now);
        } else if (state == PendingReport.State.STOPPED) {
            reportAgain(now);
        }
    }

    private @Nullable PermitReport dueReport(long now) {
        if (report.isOpen() || closed || now < nextReportAt()) {
            return null;
        }
        int wanted = connected ? queue.wanting() : 0;
        if (now < shareUntil) {
            wanted = Math.min(wanted, local.available(now, processes) - queue.reserved());
        }
        return newReport(now, Math.max(0, Math.min(wanted, rate.permits())));
    }

    private long nextReportAt() {
        return schedule.at(report.sentAt(), connected && queue.wanting() > 0, connected && !pause.isShared());
    }

    private PermitReport newReport(long now, int wanted) {
        return new PermitReport(
                process, report.next(now), queue.held(), wanted, pause.toReport(now), closed, local.ages(now));
    }

    /** The reply is handled on the timer, because a grant runs code of the user. */
    private void send(PermitReport sent) {
        store.exchange(sent).whenComplete((reply, error) -> timer.schedule(() -> onReply(sent, reply, error)));
    }

    private void onReply(PermitReport sent, @Nullable PermitReply reply, @Nullable Throwable error) {
        synchronized (this) {
            if (!report.is(sent) || closed) {
                return;
            }
            long now = now();
            if (reply != null && now >= report.timeoutAt()) {
                reportAgain(now);
            } else if (reply != null) {
                accept(sent, reply, now);
            } else if (error != null) {
                fail(error, now);
            }
        }
        step(true);
    }

    private void accept(PermitReport sent, PermitReply reply, long now) {
        report.replied();
        if (reply.status() != PermitReply.Status.OVERTAKEN) {
            pause.reported();
            if (!connected || reply.status() == PermitReply.Status.UNKNOWN_PROCESS) {
                sharedAgain(reply.status(), now);
            }
            processes = now < shareUntil ? Math.max(processes, reply.processes()) : reply.processes();
            if (pause.accept(now, reply.pauseMillis())) {
                pauseStarts();
            }
            if (pause.isShared()) { // Otherwise the permits were granted before the pause.
                queue.reserve(now, reply.delays());
            }
            if (now >= shareUntil) {
                local.replied(now, queue.reserved(), reply.free(), processes);
            }
        }
        boolean exhausted = reply.delays().size() < sent.wanted() || now < shareUntil;
        schedule.replied(now, processes, queue.wanting(), exhausted, queue.reserved(), local, pause.until());
    }

    private void sharedAgain(PermitReply.Status status, long now) {
        if (status == PermitReply.Status.UNKNOWN_PROCESS) {
            log.forgotten();
        } else {
            log.sharedAgain();
        }
        connected = true;
        shareUntil = now + rate.windowNanos();
        pause.reportAgain(now);
    }

    /** The reply, if there is one, is too old, and says nothing about Redis. */
    private void reportAgain(long now) {
        report.stopped();
        schedule.stopped(now);
    }

    private void fail(Throwable error, long now) {
        report.failed();
        schedule.failed(now);
        if (connected) {
            connected = false;
            queue.dropReserved();
            log.lost(error, rate.localPermits(processes), rate.permits());
        }
    }

    private void pauseStarts() {
        queue.dropReserved();
        local.pauseUntil(pause.until());
    }

    /** The next time at which a step has something to do. */
    private void scheduleNextStep(long now) {
        long at = closed ? Long.MAX_VALUE : report.isOpen() ? report.timeoutAt() : nextReportAt();
        nextStep.at(now, Math.min(at, queue.nextGrantAt(now, connected, processes)));
    }

    private void onTimer() {
        synchronized (this) {
            nextStep.fired();
        }
        step(true);
    }

    @Override
    public synchronized String toString() {
        return rate.describe(connected, processes);
    }

    private long now() {
        return clock.getAsLong();
    }
}
