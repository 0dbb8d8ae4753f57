package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Waits for what another thread or process does, with a bound. */
final class Await {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final int STILL = 40;

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain: %s", what).isLessThan(end);
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    /** Waits until a number that grows stays the same for two seconds, and gives it. */
    static long standstill(String what, LongSupplier number) {
        long[] seen = {number.getAsLong(), 0};
        until(what, () -> {
            long now = number.getAsLong();
            seen[1] = now == seen[0] ? seen[1] + 1 : 0;
            seen[0] = now;
            return seen[1] >= STILL;
        });
        return seen[0];
    }
}
