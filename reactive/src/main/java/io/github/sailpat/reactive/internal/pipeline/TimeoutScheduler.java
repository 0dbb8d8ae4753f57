package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Sets alarms, most of which are taken back before they ring. Calls mostly have the same time; such alarms stand in a
 * queue with one timer for the first of them, which costs a fraction of a timer each.
 */
final class TimeoutScheduler {
    /** An alarm of another length has a timer of its own. */
    private static final int MAX_QUEUES = 16;

    private final TimeSource timeSource;
    private final Map<Duration, TimeoutQueue> queues = new ConcurrentHashMap<>();

    TimeoutScheduler(TimeSource timeSource) {
        this.timeSource = timeSource;
    }

    /**
     * Sets an alarm of a length that many have.
     *
     * @throws RejectedExecutionException if the timer takes no more
     */
    Disposable setUsual(Runnable task, Duration wait) {
        TimeoutQueue queue = queue(wait);
        return queue == null ? set(task, wait) : queue.set(task);
    }

    /**
     * Sets an alarm.
     *
     * @throws RejectedExecutionException if the timer takes no more
     */
    Disposable set(Runnable task, Duration wait) {
        return timeSource.scheduler().schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private @Nullable TimeoutQueue queue(Duration wait) {
        TimeoutQueue queue = queues.get(wait);
        if (queue == null && queues.size() < MAX_QUEUES) {
            queue = queues.computeIfAbsent(wait, same -> new TimeoutQueue(same.toNanos(), timeSource));
        }
        return queue;
    }
}
