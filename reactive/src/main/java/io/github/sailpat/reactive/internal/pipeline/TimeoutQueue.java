package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * Alarms of one length, which are due in the order in which they were set. A timer runs only while there are any. It is
 * not moved when the first of them is taken back: it rings early then, and is set anew for the one that is first now.
 *
 * <p>The alarms are a ring that is closed by one which never rings. It and the timer are guarded by this object's
 * monitor, under which nothing of others runs.
 */
final class TimeoutQueue {
    private final long length;
    private final TimeSource timeSource;
    private final Alarm ends = new Alarm(() -> {}, 0);
    private @Nullable Disposable tick;

    TimeoutQueue(long nanos, TimeSource timeSource) {
        this.length = nanos;
        this.timeSource = timeSource;
    }

    /**
     * Sets an alarm now.
     *
     * @throws RejectedExecutionException if the timer takes no more
     */
    Disposable set(Runnable task) {
        Alarm alarm = new Alarm(task, now() + length);
        synchronized (this) {
            if (tick == null || timeSource.scheduler().isDisposed()) { // which then says so
                tick = tickIn(length);
            }
            alarm.linkBefore(ends);
        }
        return alarm;
    }

    private Disposable tickIn(long nanos) {
        return timeSource.scheduler().schedule(this::ringWhatIsDue, nanos, TimeUnit.NANOSECONDS);
    }

    private void ringWhatIsDue() {
        for (Alarm due = nextDue(); due != null; due = nextDue()) {
            timeSource.scheduler().schedule(due.task); // so that none waits for another's, or breaks off with it
        }
    }

    /** The first one if its time has come; else sees to the next tick. */
    private synchronized @Nullable Alarm nextDue() {
        Alarm first = ends.next;
        if (first == ends) {
            tick = null;
            return null;
        }
        long left = first.due - now();
        if (left > 0) {
            tick = tickIn(left);
            return null;
        }
        first.unlink();
        return first;
    }

    private synchronized void takeBack(Alarm alarm) {
        alarm.unlink();
        if (ends.next == ends && tick != null) {
            tick.dispose();
            tick = null;
        }
    }

    private long now() {
        return timeSource.nanoTime();
    }

    /** One of the ring; alone in one of its own before and after. */
    private final class Alarm implements Disposable {
        private final Runnable task;
        private final long due;
        private Alarm previous = this;
        private Alarm next = this;

        Alarm(Runnable task, long due) {
            this.task = task;
            this.due = due;
        }

        void linkBefore(Alarm other) {
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
            takeBack(this);
        }
    }
}
