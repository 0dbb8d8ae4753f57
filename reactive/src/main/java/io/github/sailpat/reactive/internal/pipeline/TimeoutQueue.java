package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Timeouts of one length, which expire in the order in which they were scheduled. There is a timer only while there are
 * timeouts. It is not moved when the first of them is disposed of: it fires early then, and is scheduled again for the
 * one that is first by then.
 *
 * <p>The timeouts are a circular list that is closed by a sentinel. It and the timer are guarded by this object's
 * monitor, under which no other code runs.
 */
final class TimeoutQueue {
    private final long length;
    private final TimeSource timeSource;
    private final Timeout sentinel = new Timeout(() -> {}, 0);
    private @Nullable Disposable timer;

    TimeoutQueue(long nanos, TimeSource timeSource) {
        this.length = nanos;
        this.timeSource = timeSource;
    }

    /**
     * Schedules a timeout.
     *
     * @throws RejectedExecutionException if the scheduler is disposed of
     */
    Disposable schedule(Runnable task) {
        Timeout timeout = new Timeout(task, now() + length);
        synchronized (this) {
            if (timer == null || timeSource.scheduler().isDisposed()) { // which then rejects it
                timer = schedule(length);
            }
            timeout.linkBefore(sentinel);
        }
        return timeout;
    }

    private Disposable schedule(long nanos) {
        return timeSource.scheduler().schedule(this::expireDue, nanos, TimeUnit.NANOSECONDS);
    }

    private void expireDue() {
        for (Timeout due = nextDue(); due != null; due = nextDue()) {
            timeSource
                    .scheduler()
                    .schedule(due.task); // a task of its own: it neither delays others nor breaks them off
        }
    }

    /** Removes and returns the first one if it is due; otherwise schedules the timer. */
    private synchronized @Nullable Timeout nextDue() {
        Timeout first = sentinel.next;
        if (first == sentinel) {
            timer = null;
            return null;
        }
        long left = first.due - now();
        if (left > 0) {
            timer = schedule(left);
            return null;
        }
        first.unlink();
        return first;
    }

    private synchronized void remove(Timeout timeout) {
        timeout.unlink();
        if (sentinel.next == sentinel && timer != null) {
            timer.dispose();
            timer = null;
        }
    }

    private long now() {
        return timeSource.nanoTime();
    }

    /** An element of the list; a list of its own before it is linked and after it is unlinked. */
    private final class Timeout implements Disposable {
        private final Runnable task;
        private final long due;
        private Timeout previous = this;
        private Timeout next = this;

        Timeout(Runnable task, long due) {
            this.task = task;
            this.due = due;
        }

        void linkBefore(Timeout other) {
            previous = other.previous;
            next = other;
            previous.next = this;
            other.previous = this;
        }

        void unlink() {
            previous.next = next;
            next.previous = previous;
            previous = this;
            next = this;
        }

        @Override
        public void dispose() {
            remove(this);
        }
    }
}
