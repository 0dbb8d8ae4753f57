package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkProgress;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts what a job has taken and what became of it. */
final class BulkCounter {
    private static final long NOT_BEGUN = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final LongAdder taken = new LongAdder();
    private final Map<BulkOutcomeKind, LongAdder> known = new EnumMap<>(BulkOutcomeKind.class);
    private final AtomicLong begun = new AtomicLong(NOT_BEGUN);
    private volatile long ended = NOT_BEGUN;

    BulkCounter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (BulkOutcomeKind kind : BulkOutcomeKind.values()) {
            known.put(kind, new LongAdder());
        }
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

    void count(BulkOutcomeKind kind) {
        Objects.requireNonNull(known.get(kind)).increment();
    }

    static BulkOutcomeKind kindOf(BulkOutcome<?, ?> outcome) {
        if (outcome instanceof BulkOutcome.Succeeded) {
            return BulkOutcomeKind.SUCCEEDED;
        } else if (outcome instanceof BulkOutcome.Rejected) {
            return BulkOutcomeKind.REJECTED;
        } else if (outcome instanceof BulkOutcome.Unknown) {
            return BulkOutcomeKind.UNKNOWN;
        } else if (outcome instanceof BulkOutcome.SecretLost) {
            return BulkOutcomeKind.SECRET_LOST;
        }
        return BulkOutcomeKind.NOT_ATTEMPTED;
    }

    private long sum(BulkOutcomeKind kind) {
        return Objects.requireNonNull(known.get(kind)).sum();
    }

    /** Whether the share of failures is reached, with enough outcomes to tell. */
    boolean isFailureShare(double share, int after) {
        long failed = failed();
        long all = failed + sum(BulkOutcomeKind.SUCCEEDED);
        return all >= after && failed >= share * all;
    }

    private long failed() {
        return sum(BulkOutcomeKind.REJECTED) + sum(BulkOutcomeKind.UNKNOWN) + sum(BulkOutcomeKind.SECRET_LOST);
    }

    BulkProgress snapshot(int inFlight, int waitingForPermit, boolean stopped) {
        return BulkProgress.builder()
                .taken(taken.sum())
                .inFlight(inFlight)
                .waitingForPermit(waitingForPermit)
                .succeeded(sum(BulkOutcomeKind.SUCCEEDED))
                .rejected(sum(BulkOutcomeKind.REJECTED))
                .unknown(sum(BulkOutcomeKind.UNKNOWN))
                .secretLost(sum(BulkOutcomeKind.SECRET_LOST))
                .notAttempted(sum(BulkOutcomeKind.NOT_ATTEMPTED))
                .ratePerSecond(ratePerSecond())
                .stopped(stopped)
                .build();
    }

    private double ratePerSecond() {
        long attempted = failed() + sum(BulkOutcomeKind.SUCCEEDED);
        if (attempted == 0) {
            return 0;
        }
        long end = ended;
        long nanos = (end == NOT_BEGUN ? nanoTime.getAsLong() : end) - begun.get();
        return attempted * 1e9 / Math.max(1, nanos);
    }
}
