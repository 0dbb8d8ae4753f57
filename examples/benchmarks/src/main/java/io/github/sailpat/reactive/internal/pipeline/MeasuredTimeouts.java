package io.github.sailpat.reactive.internal.pipeline;

import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** Opens {@link TimeoutScheduler} to the benchmarks, which are in another package. */
public final class MeasuredTimeouts {
    private final TimeoutScheduler timeouts;

    /**
     * Timeouts of one client.
     *
     * @param timer counts the time
     */
    public MeasuredTimeouts(Scheduler timer) {
        timeouts = new TimeoutScheduler(timer);
    }

    /**
     * Sets a timeout as a call does.
     *
     * @param task is run when the time is over
     * @param wait the time
     * @return cancels it
     */
    public Disposable set(Runnable task, Duration wait) {
        return timeouts.setUsual(task, wait);
    }
}
