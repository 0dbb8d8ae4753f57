package io.github.sailpat.reactive.internal.timing;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Lets an event loop read what lies in its sockets, before a timeout takes effect: a process that was stopped may have
 * the response there.
 */
public final class ReadBeforeTimeout {
    /** The longest time that an event loop that is blocked delays the timeout. */
    public static final Duration BOUND = Duration.ofSeconds(1);

    /** A task that the event loop itself schedules for the future runs after it has read from its sockets. */
    private static final long AFTER_NEXT_READ_MILLIS = 1;

    private ReadBeforeTimeout() {}

    /**
     * Runs a task after the event loop has read once more, or after {@link #BOUND}.
     *
     * @param eventLoop reads the response; {@code null} runs the task now
     * @param timer the scheduler of the bound
     * @param task is run once
     */
    public static void before(@Nullable ScheduledExecutorService eventLoop, Scheduler timer, Runnable task) {
        AtomicBoolean run = new AtomicBoolean();
        Runnable once = () -> {
            if (run.compareAndSet(false, true)) {
                task.run();
            }
        };
        if (eventLoop == null || !schedule(eventLoop, once)) {
            once.run();
            return;
        }
        try {
            timer.schedule(once, BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) { // it is disposed of
            once.run();
        }
    }

    /**
     * Schedules a task for after the next read. The event loop schedules it, because it may just have found nothing to
     * read and not run its tasks yet:
     *
     * <ol>
     *   <li>The process was stopped while the event loop waited for its sockets with a timeout. It goes on with none of
     *       them, because the timeout has passed.
     *   <li>Before it runs its tasks, another thread schedules one for a moment that passes in the meantime.
     *   <li>The task runs, and the response is still in the socket.
     * </ol>
     *
     * @param eventLoop reads the response
     * @param task the task
     * @return {@code false} if the event loop is shut down, and reads nothing
     */
    public static boolean schedule(ScheduledExecutorService eventLoop, Runnable task) {
        try {
            eventLoop.execute(() -> scheduleWithin(eventLoop, task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is not waited for
    private static void scheduleWithin(ScheduledExecutorService eventLoop, Runnable task) {
        try {
            eventLoop.schedule(task, AFTER_NEXT_READ_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) { // it was shut down in the meantime
            task.run();
        }
    }
}
