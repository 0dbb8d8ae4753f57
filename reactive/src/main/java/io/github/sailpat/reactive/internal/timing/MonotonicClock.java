package io.github.sailpat.reactive.internal.timing;

import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/**
 * The time of a scheduler, monotonic. Reactor's own schedulers tell the wall clock's, which jumps; a scheduler that has
 * a time of its own, the virtual one of tests, is asked for it.
 */
public final class MonotonicClock {
    private MonotonicClock() {}

    /**
     * The time of a scheduler.
     *
     * @param scheduler the scheduler
     * @return nanoseconds from an arbitrary origin
     */
    public static long nanos(Scheduler scheduler) {
        return isVirtual(scheduler) ? scheduler.now(TimeUnit.NANOSECONDS) : System.nanoTime();
    }

    private static boolean isVirtual(Scheduler scheduler) {
        return scheduler.getClass().getName().endsWith("VirtualTimeScheduler");
    }
}
