package io.github.sailpat.reactive;

import java.time.Duration;
import org.immutables.value.Value;

/**
 * The progress of a bulk job: a snapshot. The numbers are read one after another while the job runs, so they may differ
 * by a few items until it has terminated.
 */
@Value.Immutable
public interface BulkProgress {
    /**
     * The number of inputs that were received from the source.
     *
     * @return the number
     */
    long getTaken();

    /**
     * The number of items in flight, including those that wait for the rate limit.
     *
     * @return the number
     */
    int getInFlight();

    /**
     * The number of items in flight that wait for the rate limit.
     *
     * @return the number
     */
    int getWaitingForPermit();

    /**
     * The number of outcomes that are {@link BulkOutcome.Succeeded}.
     *
     * @return the number
     */
    long getSucceeded();

    /**
     * The number of outcomes that are {@link BulkOutcome.Rejected}.
     *
     * @return the number
     */
    long getRejected();

    /**
     * The number of outcomes that are {@link BulkOutcome.Unknown}.
     *
     * @return the number
     */
    long getUnknown();

    /**
     * The number of outcomes that are {@link BulkOutcome.SecretLost}.
     *
     * @return the number
     */
    long getSecretLost();

    /**
     * The number of outcomes that are {@link BulkOutcome.NotAttempted}.
     *
     * @return the number
     */
    long getNotAttempted();

    /**
     * The outcomes that an earlier run has emitted, as the {@linkplain BulkOptions#getJournal() journal} says. They are
     * contained in the numbers above.
     *
     * @return the number; zero without a journal
     */
    @Value.Default
    default long getDoneBefore() {
        return 0;
    }

    /**
     * The mean rate since the start of the job. {@link BulkOutcome.NotAttempted} does not count.
     *
     * @return outcomes per second, zero before the first
     */
    double getRatePerSecond();

    /**
     * The remaining time of a pause that the tenant asked for (429 with {@code Retry-After}), in which the job sends
     * nothing.
     *
     * @return the time, zero if there is no pause or the job does not run
     */
    @Value.Default
    default Duration getRemainingPause() {
        return Duration.ZERO;
    }

    /**
     * Whether the job was stopped, by the caller or by a rule; items may still be in flight.
     *
     * @return {@code true} from the stop on
     */
    boolean isStopped();

    /**
     * The number of all outcomes.
     *
     * @return the sum
     */
    default long getOutcomes() {
        return getSucceeded() + getRejected() + getUnknown() + getSecretLost() + getNotAttempted();
    }

    /**
     * A new builder, for tests and fakes.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link BulkProgress}. */
    final class Builder extends ImmutableBulkProgress.Builder {
        Builder() {}
    }
}
