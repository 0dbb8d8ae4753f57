package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.BulkProgress;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts the inputs of a job and their outcomes. Thread-safe. */
final class BulkCounter {
    private static final long NOT_SET = Long.MIN_VALUE;

    private final TimeSource timeSource;
    private final LongAdder taken = new LongAdder();
    private final Map<BulkOutcomeKind, LongAdder> outcomes = new EnumMap<>(BulkOutcomeKind.class);
    /** Of earlier runs; contained in the outcomes. */
    private final LongAdder doneBefore = new LongAdder();

    private final LongAdder succeededBefore = new LongAdder();
    private final AtomicLong startedAt = new AtomicLong(NOT_SET);
    private volatile long terminatedAt = NOT_SET;
    private volatile boolean stopped;

    BulkCounter(TimeSource timeSource) {
        this.timeSource = timeSource;
        for (BulkOutcomeKind kind : BulkOutcomeKind.values()) {
            outcomes.put(kind, new LongAdder());
        }
    }

    void markStarted() {
        startedAt.compareAndSet(NOT_SET, timeSource.nanoTime());
        terminatedAt = NOT_SET;
    }

    void markTerminated() {
        terminatedAt = timeSource.nanoTime();
    }

    void countTaken() {
        taken.increment();
    }

    void countOutcome(BulkOutcomeKind kind) {
        Objects.requireNonNull(outcomes.get(kind)).increment();
    }

    void countDoneBefore(BulkOutcomeKind kind) {
        doneBefore.increment();
        if (kind == BulkOutcomeKind.SUCCEEDED) {
            succeededBefore.increment();
        }
        countOutcome(kind);
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

    static BulkOutcomeKind kindOf(BulkJournalState state) {
        return switch (state) {
            case SUCCEEDED -> BulkOutcomeKind.SUCCEEDED;
            case REJECTED -> BulkOutcomeKind.REJECTED;
            case SECRET_LOST -> BulkOutcomeKind.SECRET_LOST;
            default -> BulkOutcomeKind.UNKNOWN;
        };
    }

    private long sum(BulkOutcomeKind kind) {
        return Objects.requireNonNull(outcomes.get(kind)).sum();
    }

    /**
     * Whether at least {@code after} items were attempted and at least this share of them has failed. What earlier runs
     * have attempted does not count.
     */
    boolean isFailureShareReached(double share, int after) {
        long succeeded = sum(BulkOutcomeKind.SUCCEEDED) - succeededBefore.sum();
        long failed = failed() - (doneBefore.sum() - succeededBefore.sum());
        long all = failed + succeeded;
        return all >= after && failed >= share * all;
    }

    /** The subscription was stopped, by a rule or by its options. */
    void markStopped() {
        stopped = true;
    }

    private long failed() {
        return sum(BulkOutcomeKind.REJECTED) + sum(BulkOutcomeKind.UNKNOWN) + sum(BulkOutcomeKind.SECRET_LOST);
    }

    BulkProgress snapshot(int inFlight, int waitingForPermit, Duration pause, boolean stoppedByCaller) {
        return BulkProgress.builder()
                .taken(taken.sum())
                .inFlight(inFlight)
                .waitingForPermit(waitingForPermit)
                .succeeded(sum(BulkOutcomeKind.SUCCEEDED))
                .rejected(sum(BulkOutcomeKind.REJECTED))
                .unknown(sum(BulkOutcomeKind.UNKNOWN))
                .secretLost(sum(BulkOutcomeKind.SECRET_LOST))
                .notAttempted(sum(BulkOutcomeKind.NOT_ATTEMPTED))
                .doneBefore(doneBefore.sum())
                .ratePerSecond(ratePerSecond())
                .remainingPause(pause)
                .stopped(stopped || stoppedByCaller)
                .build();
    }

    private double ratePerSecond() {
        long attempted = failed() + sum(BulkOutcomeKind.SUCCEEDED) - doneBefore.sum();
        if (attempted <= 0) {
            return 0;
        }
        long until = terminatedAt;
        long nanos = (until == NOT_SET ? timeSource.nanoTime() : until) - startedAt.get();
        return attempted * 1e9 / Math.max(1, nanos);
    }
}
