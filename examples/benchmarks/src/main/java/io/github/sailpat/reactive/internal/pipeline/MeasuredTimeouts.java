package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import reactor.core.Disposable;

/** Opens {@link TimeoutScheduler} to the benchmarks, which are in another package. */
public final class MeasuredTimeouts {
    private final TimeoutScheduler timeouts;

    /**
     * Timeouts of one client.
     *
     * @param timeSource the time
     */
    public MeasuredTimeouts(TimeSource timeSource) {
        timeouts = new TimeoutScheduler(timeSource);
    }

    /**
     * Sets a timeout as a call does.
     *
     * @param task is run when the time is over
     * @param wait the time
     * @return cancels it
     */
    public Disposable set(Runnable task, Duration wait) {
        return timeouts.scheduleUsual(task, wait);
    }
}
