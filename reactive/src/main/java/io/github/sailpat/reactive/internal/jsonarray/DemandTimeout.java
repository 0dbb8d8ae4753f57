package io.github.sailpat.reactive.internal.jsonarray;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.github.sailpat.reactive.internal.timing.MonotonicClock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Measures how long the server keeps a consumer waiting. All methods are called by the one thread that drains; only the
 * alarm rings on the timer's.
 *
 * <p>There is one alarm at most. It is not moved when a wait ends: an alarm set for an earlier wait is never due later
 * than that of the present one, since both limits only move ahead as time passes. So it rings early at worst, and is
 * set anew.
 */
final class DemandTimeout {

    private final long idle;
    private final long budget;
    private final Scheduler timer;
    private final Runnable onAlarm;

    private volatile boolean rang;
    private @Nullable Disposable alarm;
    private boolean waiting;
    private long since;
    private long spent;

    DemandTimeout(DemandTimeoutSettings limits, Runnable onAlarm) {
        this.idle = limits.idleNanos();
        this.budget = limits.budgetNanos();
        this.timer = limits.timer();
        this.onAlarm = onAlarm;
    }

    /**
     * The consumer asks and there is nothing to give. A wait that already runs goes on.
     *
     * @return the error if the wait is over a limit, else null
     */
    @Nullable
    RuntimeException await(ArrayErrors errors, long emitted) {
        if (DemandTimeoutSettings.isUnlimited(idle) && DemandTimeoutSettings.isUnlimited(budget)) {
            return null;
        }
        try {
            if (!waiting) {
                waiting = true;
                since = MonotonicClock.nanos(timer);
                if (alarm == null) {
                    set(0);
                }
            }
            return rang ? overdue(errors, emitted) : null;
        } catch (RejectedExecutionException e) {
            return e;
        }
    }

    /** There is something to give. */
    void stop() {
        if (waiting) {
            waiting = false;
            if (!DemandTimeoutSettings.isUnlimited(budget)) {
                spent += MonotonicClock.nanos(timer) - since;
            }
        }
    }

    private @Nullable RuntimeException overdue(ArrayErrors errors, long emitted) {
        long waited = MonotonicClock.nanos(timer) - since;
        if (waited >= idle) {
            return errors.stalled(emitted, Duration.ofNanos(waited));
        }
        if (spent + waited >= budget) {
            return errors.budgetSpent(emitted, Duration.ofNanos(spent + waited));
        }
        set(waited);
        return null;
    }

    void dispose() {
        Disposable last = alarm;
        if (last != null) {
            last.dispose();
        }
    }

    private void set(long waited) {
        rang = false;
        long left = Math.min(idle - waited, budget - spent - waited);
        alarm = timer.schedule(this::ring, Math.max(0, left), NANOSECONDS);
    }

    private void ring() {
        rang = true;
        onAlarm.run();
    }
}
