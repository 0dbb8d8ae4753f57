package io.github.sailpat.reactive.internal.bulk;

import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkProgress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts what a job has taken and what became of it. */
final class BulkTally {
    private static final long NOT_BEGUN = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final LongAdder taken = new LongAdder();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder secretLost = new LongAdder();
    private final LongAdder notAttempted = new LongAdder();
    private final AtomicLong begun = new AtomicLong(NOT_BEGUN);
    private volatile long ended = NOT_BEGUN;

    BulkTally(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void begin() {
        begun.compareAndSet(NOT_BEGUN, nanoTime.getAsLong());
        ended = NOT_BEGUN;
    }

    void end() {
        ended = nanoTime.getAsLong();
    }

    void countTaken() {
        taken.increment();
    }

    void count(BulkOutcome<?, ?> outcome) {
        if (outcome instanceof BulkOutcome.Succeeded) {
            succeeded.increment();
        } else if (outcome instanceof BulkOutcome.Rejected) {
            rejected.increment();
        } else if (outcome instanceof BulkOutcome.Unknown) {
            unknown.increment();
        } else if (outcome instanceof BulkOutcome.SecretLost) {
            secretLost.increment();
        } else {
            notAttempted.increment();
        }
    }

    /** Whether the share of failures is reached, with enough outcomes to tell. */
    boolean isFailureShare(double share, int after) {
        long failed = failed();
        long all = failed + succeeded.sum();
        return all >= after && failed >= share * all;
    }

    private long failed() {
        return rejected.sum() + unknown.sum() + secretLost.sum();
    }

    BulkProgress snapshot(int inFlight, int waitingForPace, boolean stopped) {
        return BulkProgress.builder()
                .taken(taken.sum())
                .inFlight(inFlight)
                .waitingForPace(waitingForPace)
                .succeeded(succeeded.sum())
                .rejected(rejected.sum())
                .unknown(unknown.sum())
                .secretLost(secretLost.sum())
                .notAttempted(notAttempted.sum())
                .ratePerSecond(ratePerSecond())
                .stopped(stopped)
                .build();
    }

    private double ratePerSecond() {
        long attempted = failed() + succeeded.sum();
        if (attempted == 0) {
            return 0;
        }
        long end = ended;
        long nanos = (end == NOT_BEGUN ? nanoTime.getAsLong() : end) - begun.get();
        return attempted * 1e9 / Math.max(1, nanos);
    }
}
