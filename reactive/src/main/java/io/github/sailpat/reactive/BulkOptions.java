package io.github.sailpat.reactive;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** How a bulk job goes about its work. Everything has a default. */
@Value.Immutable
public interface BulkOptions {
    /**
     * How many items are in flight at a time, and how many are taken from the source ahead of the subscriber. More than
     * the client has connections is as much as it has connections.
     *
     * @return the number, at least one. Default: 32, half of the client's connections, so that other calls get theirs
     */
    @Value.Default
    default int getConcurrency() {
        return 32;
    }

    /**
     * Whether outcomes come in the order of the inputs. One slow item then holds up the outcomes after it, and as many as
     * the concurrency says are kept meanwhile.
     *
     * @return {@code false} by default: outcomes come as soon as they are known
     */
    @Value.Default
    default boolean isOrdered() {
        return false;
    }

    /**
     * How long each item may take, attempts and waits included, but not the time in which it waits for the rate limit
     * or because the tenant said that there were too many requests. For those an item waits a minute in all, or this
     * deadline if that is longer; only then they count. A longer pause is not waited for: it stops the job.
     *
     * @return the time, or {@code null} for the client's own deadline
     */
    @Nullable
    Duration getDeadline();

    /**
     * Whether the token that the client itself authenticates with may be patched or deleted. Otherwise it is rejected and
     * nothing is sent. It is known by the client's credentials; with an own source of bearers it is not known.
     *
     * @return {@code false} by default
     */
    @Value.Default
    default boolean isAllowOwnClient() {
        return false;
    }

    /**
     * The share of items that may fail; from it on, the job stops. Every outcome but success is a failure.
     *
     * @return above 0 and at most 1, or {@code null} to go on whatever happens
     * @see Builder#stopOnFailureShare(double, int)
     */
    @Nullable
    Double getFailureShare();

    /**
     * How many outcomes there must be before the {@linkplain #getFailureShare() share} means anything.
     *
     * @return at least one. Default: 100
     */
    @Value.Default
    default int getFailureShareAfter() {
        return 100;
    }

    /**
     * Stops the job, as {@link BulkJob#stop()} does, with its first element or its end, be it an error. Subscribed to with
     * the job, and cancelled at its end.
     *
     * @return the publisher, or {@code null} for none
     */
    @Nullable
    Publisher<?> getStopWhen();

    /**
     * Takes a token whose secret has arrived and whose outcome cannot be delivered any more, because the subscriber has
     * cancelled. Called at most once for each, on any thread, possibly while {@code cancel()} is running; it must not
     * block.
     *
     * @return the handler, or {@code null} to have such a token's id logged as a warning
     */
    @Nullable
    Consumer<CreatedPersonalAccessToken> getOnUndeliveredSecret();

    /** Checks the rules. */
    @Value.Check
    default void check() {
        if (getConcurrency() < 1 || getFailureShareAfter() < 1) {
            throw new IllegalArgumentException("concurrency and failureShareAfter must be at least 1");
        }
        Duration deadline = getDeadline();
        if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
            throw new IllegalArgumentException("deadline must be above zero");
        }
        Double share = getFailureShare();
        if (share != null && !(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("failureShare must be above 0 and at most 1");
        }
    }

    /**
     * The defaults.
     *
     * @return options
     */
    static BulkOptions standard() {
        return builder().build();
    }

    /**
     * Options, as a lambda sets them.
     *
     * @param customizer sets up the builder
     * @return the options
     * @throws IllegalArgumentException with the rule that is broken
     */
    static BulkOptions create(UnaryOperator<Builder> customizer) {
        return customizer.apply(builder()).build();
    }

    /**
     * A new builder.
     *
     * @return a builder with the defaults
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds {@link BulkOptions}; {@code build()} throws where a rule is broken. */
    final class Builder extends ImmutableBulkOptions.Builder {
        Builder() {}

        /**
         * Stops the job when so many items have failed.
         *
         * @param share of the outcomes so far, above 0 and at most 1
         * @param after how many outcomes there must be before it counts
         * @return this builder
         */
        public Builder stopOnFailureShare(double share, int after) {
            return failureShare(share).failureShareAfter(after);
        }
    }
}
