package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Schedules timeouts, most of which are disposed of before they expire. Most calls have the same deadline: their
 * timeouts are in a queue with one timer for the first of them, which costs a fraction of a timer each.
 */
final class TimeoutScheduler {
    /** A timeout of another length has a timer of its own. */
    private static final int MAX_QUEUES = 16;

    private final TimeSource timeSource;
    private final Executor ends;
    private final Map<Duration, TimeoutQueue> queues = new ConcurrentHashMap<>();

    /** With the thread of the timer for {@link #runEnd}. */
    TimeoutScheduler(TimeSource timeSource) {
        this(timeSource, Runnable::run);
    }

    TimeoutScheduler(TimeSource timeSource, Executor ends) {
        this.timeSource = timeSource;
        this.ends = ends;
    }

    /**
     * Schedules a timeout of a length that many have.
     *
     * @throws RejectedExecutionException if the scheduler is disposed of
     */
    Disposable scheduleUsual(Runnable task, Duration wait) {
        TimeoutQueue queue = queue(wait);
        return queue == null ? schedule(task, wait) : queue.schedule(task);
    }

    /**
     * Schedules a timeout.
     *
     * @throws RejectedExecutionException if the scheduler is disposed of
     */
    Disposable schedule(Runnable task, Duration wait) {
        return timeSource.scheduler().schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs what ends a call when its timeout has expired. It may block, so not on the thread of the timer. */
    void runEnd(Runnable end) {
        try {
            ends.execute(end);
        } catch (RejectedExecutionException e) { // the client is being closed
            end.run();
        }
    }

    private @Nullable TimeoutQueue queue(Duration wait) {
        TimeoutQueue queue = queues.get(wait);
        if (queue == null && queues.size() < MAX_QUEUES) {
            queue = queues.computeIfAbsent(wait, same -> new TimeoutQueue(same.toNanos(), timeSource));
        }
        return queue;
    }
}
