package io.github.sailpat.reactive.internal.jsonarray;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.github.sailpat.reactive.internal.timing.ReadBeforeTimeout;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Measures the time in which a subscriber has demand and no element is available, and limits each wait and all waits
 * together. All methods are called by the draining thread; only {@link #expire()} runs on the scheduler or, after it
 * has read once more, on the event loop.
 *
 * <p>At most one timer is scheduled. It is not rescheduled when a wait ends: a timer of an earlier wait never fires
 * later than the current wait is due, because both limits only move forward in time. So it fires too early at worst,
 * and is then scheduled again.
 */
final class ElementTimeout {

    private final long idleNanos;
    private final long totalNanos;
    private final TimeSource timeSource;
    private final @Nullable ScheduledExecutorService eventLoop;
    private final Runnable onExpired;

    private volatile boolean expired;
    private @Nullable Disposable timer;
    private boolean waiting;
    private long waitingSince;
    private long waitedNanos;

    ElementTimeout(ElementTimeoutSettings settings, Runnable onExpired) {
        this.idleNanos = settings.idleNanos();
        this.totalNanos = settings.totalNanos();
        this.timeSource = settings.timeSource();
        this.eventLoop = settings.eventLoop();
        this.onExpired = onExpired;
    }

    /**
     * Starts a wait, or continues the current one: there is demand and no element.
     *
     * @return the error if the wait exceeds a limit, else null
     */
    @Nullable
    RuntimeException await(JsonArrayErrors errors, long emitted) {
        if (ElementTimeoutSettings.isUnlimited(idleNanos) && ElementTimeoutSettings.isUnlimited(totalNanos)) {
            return null;
        }
        try {
            if (!waiting) {
                waiting = true;
                waitingSince = timeSource.nanoTime();
                if (timer == null) {
                    schedule(0);
                }
            }
            return expired ? errorOrReschedule(errors, emitted) : null;
        } catch (RejectedExecutionException e) {
            return e;
        }
    }

    /** Ends the current wait: there is an element. */
    void stop() {
        if (waiting) {
            waiting = false;
            if (!ElementTimeoutSettings.isUnlimited(totalNanos)) {
                waitedNanos += timeSource.nanoTime() - waitingSince;
            }
        }
    }

    private @Nullable RuntimeException errorOrReschedule(JsonArrayErrors errors, long emitted) {
        long current = timeSource.nanoTime() - waitingSince;
        if (current >= idleNanos) {
            return errors.idleTimeout(emitted, Duration.ofNanos(current));
        }
        if (waitedNanos + current >= totalNanos) {
            return errors.deadlineExceeded(emitted, Duration.ofNanos(waitedNanos + current));
        }
        schedule(current);
        return null;
    }

    void dispose() {
        Disposable scheduled = timer;
        if (scheduled != null) {
            scheduled.dispose();
        }
    }

    private void schedule(long current) {
        expired = false;
        long left = Math.min(idleNanos - current, totalNanos - waitedNanos - current);
        timer = timeSource
                .scheduler()
                .schedule(
                        () -> ReadBeforeTimeout.before(eventLoop, timeSource.scheduler(), this::expire),
                        Math.max(0, left),
                        NANOSECONDS);
    }

    private void expire() {
        expired = true;
        onExpired.run();
    }
}
