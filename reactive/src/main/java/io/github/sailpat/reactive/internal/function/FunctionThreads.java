package io.github.sailpat.reactive.internal.function;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads of a client that may block. Functions of the application are called on them, and calls are ended on them
 * when a timeout expires, so that code that blocks holds neither an event loop nor a timer. They are the client's own:
 * those of {@link Schedulers#boundedElastic()} also resolve names. There is none before the first task.
 */
public final class FunctionThreads {
    /** More than the connections of a client, which limit the functions of its jobs. */
    private static final int MAX_THREADS = 256;

    private static final int IDLE_SECONDS = 10;

    private @Nullable Scheduler own;
    private boolean closed;

    /**
     * Runs a task.
     *
     * @param task the task
     * @return disposes of a task that has not started, and interrupts one that runs
     * @throws RejectedExecutionException if the threads are closed at this moment
     */
    public Disposable run(Runnable task) {
        return scheduler().schedule(task);
    }

    private synchronized Scheduler scheduler() {
        if (closed) { // a secret that arrives after the close is handed over, too
            return Schedulers.boundedElastic();
        }
        Scheduler current = own;
        if (current == null) {
            current = Schedulers.newBoundedElastic(
                    MAX_THREADS, Integer.MAX_VALUE, "sailpat-function", IDLE_SECONDS, true);
            own = current;
        }
        return current;
    }

    /** Ends the threads when the last function has returned. Nobody waits for that, because it may block for ever. */
    public synchronized void close() {
        closed = true;
        if (own != null) {
            own.disposeGracefully().subscribe();
            own = null;
        }
    }
}
