package io.github.sailpat.reactive;

import org.immutables.value.Value;

/**
 * How far a bulk job is: a snapshot. The numbers are read one after another while the job goes on, so they may differ
 * from each other by a few items until it has ended.
 */
@Value.Immutable
public interface BulkProgress {
    /**
     * How many inputs were taken from the source.
     *
     * @return the number
     */
    long getTaken();

    /**
     * How many inputs were begun and have no outcome yet, those that wait for pace included.
     *
     * @return the number
     */
    int getInFlight();

    /**
     * How many of those in flight wait for the rate limit.
     *
     * @return the number
     */
    int getWaitingForPace();

    /**
     * How many outcomes are {@link BulkOutcome.Succeeded}.
     *
     * @return the number
     */
    long getSucceeded();

    /**
     * How many outcomes are {@link BulkOutcome.Rejected}.
     *
     * @return the number
     */
    long getRejected();

    /**
     * How many outcomes are {@link BulkOutcome.Unknown}.
     *
     * @return the number
     */
    long getUnknown();

    /**
     * How many outcomes are {@link BulkOutcome.SecretLost}.
     *
     * @return the number
     */
    long getSecretLost();

    /**
     * How many outcomes are {@link BulkOutcome.NotAttempted}.
     *
     * @return the number
     */
    long getNotAttempted();

    /**
     * The mean rate since the job began, until now or until it ended. What was not attempted does not count.
     *
     * @return outcomes a second, zero before the first
     */
    double getRatePerSecond();

    /**
     * Whether the job was stopped, by the caller or by a rule; it may still be finishing what is in flight.
     *
     * @return {@code true} from then on
     */
    boolean isStopped();

    /**
     * How many outcomes are known, of all kinds.
     *
     * @return the sum
     */
    default long getKnown() {
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
