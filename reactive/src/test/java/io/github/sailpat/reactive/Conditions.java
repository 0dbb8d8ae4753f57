package io.github.sailpat.reactive;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads and processes do. */
public final class Conditions {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(5);

    private Conditions() {}

    /** Returns as soon as the condition holds. */
    public static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("the condition did not come true within " + LONGEST);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
