package io.github.sailpat.redis;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/** The scheduler of a process that can be stopped, as by SIGSTOP: what falls due meanwhile runs when it goes on. */
final class StoppableScheduler implements Scheduler {
    private final Scheduler clock;
    private final ArrayDeque<Runnable> due = new ArrayDeque<>();
    private boolean stopped;

    StoppableScheduler(Scheduler clock) {
        this.clock = clock;
    }

    void stop() {
        stopped = true;
    }

    void resume() {
        stopped = false;
        while (!due.isEmpty()) {
            due.remove().run();
        }
    }

    boolean isStopped() {
        return stopped;
    }

    private void run(Runnable task) {
        if (stopped) {
            due.add(task);
        } else {
            task.run();
        }
    }

    @Override
    public Disposable schedule(Runnable task) {
        return clock.schedule(() -> run(task));
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return clock.schedule(() -> run(task), delay, unit);
    }

    @Override
    public long now(TimeUnit unit) {
        return clock.now(unit);
    }

    @Override
    public Worker createWorker() {
        Worker worker = clock.createWorker();
        return new Worker() {
            @Override
            public Disposable schedule(Runnable task) {
                return worker.schedule(() -> run(task));
            }

            @Override
            public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
                return worker.schedule(() -> run(task), delay, unit);
            }

            @Override
            public void dispose() {
                worker.dispose();
            }
        };
    }
}
