package io.github.sailpat.reactive.internal.function;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Threads of a client that may block, so that code that blocks holds neither an event loop nor a timer. There are two
 * groups: functions of the application are called on one, and calls are ended on the other when a timeout expires,
 * because functions may hold all threads of the first. They are the client's own: those of
 * {@link Schedulers#boundedElastic()} also resolve names. There is none before the first task.
 */
public final class FunctionThreads {
    private static final int MAX_THREADS = 256;

    private static final int IDLE_SECONDS = 10;

    private final String name;
    private @Nullable Scheduler own;
    private boolean closed;
    /** Those that wait or run. */
    private int tasks;

    /**
     * No threads yet.
     *
     * @param name how the names of the threads begin
     */
    public FunctionThreads(String name) {
        this.name = name;
    }

    /**
     * Runs a task.
     *
     * @param task the task
     * @return disposes of a task that has not started, and interrupts one that runs
     * @throws RejectedExecutionException if the threads are closed at this moment
     */
    public Disposable run(Runnable task) {
        Scheduler scheduler = begin();
        if (scheduler == null) { // a secret that arrives after the close is handed over, too
            return Schedulers.boundedElastic().schedule(task);
        }
        Task counted = new Task(task);
        try {
            counted.thread.update(scheduler.schedule(counted));
        } catch (RejectedExecutionException e) {
            end();
            throw e;
        }
        return counted;
    }

    private synchronized @Nullable Scheduler begin() {
        if (closed) {
            return null;
        }
        tasks++;
        if (own == null) {
            own = Schedulers.newBoundedElastic(MAX_THREADS, Integer.MAX_VALUE, name, IDLE_SECONDS, true);
        }
        return own;
    }

    private synchronized void end() {
        tasks--;
        disposeIfIdle();
    }

    /**
     * Ends the threads when the last function has returned. Nobody waits for that, because it may block for ever.
     * {@link Scheduler#disposeGracefully()} would wait for it on a thread that keeps the process for ten more seconds.
     */
    public synchronized void close() {
        closed = true;
        disposeIfIdle();
    }

    private void disposeIfIdle() {
        Scheduler idle = own;
        if (closed && tasks == 0 && idle != null) {
            own = null;
            try {
                idle.schedule(idle::dispose); // it locks, and this may be an event loop
            } catch (RejectedExecutionException e) {
                idle.dispose();
            }
        }
    }

    /** A task that is counted until it has run, or is disposed of before. */
    private final class Task implements Runnable, Disposable {
        private final Runnable task;
        private final AtomicBoolean begun = new AtomicBoolean();
        final Disposable.Swap thread = Disposables.swap();

        Task(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                try {
                    task.run();
                } finally {
                    end();
                }
            }
        }

        @Override
        public void dispose() {
            thread.dispose();
            if (begun.compareAndSet(false, true)) {
                end();
            }
        }

        @Override
        public boolean isDisposed() {
            return thread.isDisposed();
        }
    }
}
