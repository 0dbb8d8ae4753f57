package io.github.sailpat.reactive.internal.timing;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The one source of time of a client: what delays tasks, a monotonic clock, and the wall clock. The three belong
 * together, so that a test that moves one of them moves all.
 *
 * @param scheduler delays tasks
 * @param monotonic nanoseconds from an arbitrary origin, which never jump
 * @param wall the wall clock, which may jump
 */
public record TimeSource(Scheduler scheduler, LongSupplier monotonic, Supplier<Instant> wall) {
    /**
     * The time of this machine, with {@link Schedulers#parallel()}.
     *
     * @return the time; its monotonic clock is {@link System#nanoTime()}
     */
    public static TimeSource system() {
        return new TimeSource(Schedulers.parallel(), System::nanoTime, Instant::now);
    }

    /**
     * The time of a scheduler that has a clock of its own, for example a virtual one.
     *
     * @param scheduler the scheduler
     * @return its time
     */
    public static TimeSource of(Scheduler scheduler) {
        return new TimeSource(
                scheduler,
                () -> scheduler.now(TimeUnit.NANOSECONDS),
                () -> Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS)));
    }

    /**
     * The monotonic clock.
     *
     * @return nanoseconds from an arbitrary origin
     */
    public long nanoTime() {
        return monotonic.getAsLong();
    }

    /**
     * The wall clock.
     *
     * @return now
     */
    public Instant now() {
        return wall.get();
    }
}
