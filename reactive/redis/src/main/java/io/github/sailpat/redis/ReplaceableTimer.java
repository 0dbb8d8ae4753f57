package io.github.sailpat.redis;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** At most one task on a scheduler, which is replaced when its time changes. Not thread-safe. */
final class ReplaceableTimer {
    private final Scheduler scheduler;
    private final Runnable task;
    private @Nullable Disposable scheduled;
    private long scheduledAt;

    ReplaceableTimer(Scheduler scheduler, Runnable task) {
        this.scheduler = scheduler;
        this.task = task;
    }

    /** Runs the task at this time, and not before, or never at {@code MAX_VALUE}. */
    void at(long now, long at) {
        if (scheduled != null && scheduledAt == at) {
            return;
        }
        if (scheduled != null) {
            scheduled.dispose();
        }
        scheduledAt = at;
        scheduled = at == Long.MAX_VALUE ? null : scheduler.schedule(task, Math.max(0, at - now), TimeUnit.NANOSECONDS);
    }

    /** The task runs. */
    void fired() {
        scheduled = null;
    }
}
