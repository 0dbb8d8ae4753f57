package io.github.sailpat.audit;

import io.github.sailpat.token.TokenQuery;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;

/** The options of an audit. Every option has a default. */
@Value.Immutable
public interface AuditOptions {
    /**
     * The query of the list that the audit reads. Default: all tokens of the tenant.
     *
     * @return the query
     */
    @Value.Default
    default TokenQuery getQuery() {
        return TokenQuery.all();
    }

    /**
     * A token expires soon if it expires within this time. Default: 30 days.
     *
     * @return the time, above zero and at most ten years
     */
    @Value.Default
    default Duration getExpiringWithin() {
        return Duration.ofDays(30);
    }

    /**
     * A token is unused if it was not used for this time. Default: 90 days. Less than two days is of little use,
     * because the tenant updates the last use at most once a day.
     *
     * @return the time, above zero and at most ten years
     */
    @Value.Default
    default Duration getUnusedFor() {
        return Duration.ofDays(90);
    }

    /**
     * How many owners are counted separately: the first ones in the list. The tokens of all others are counted
     * together, so that memory is bounded. Default: 10,000.
     *
     * @return the number, from 0 to 100,000
     */
    @Value.Default
    default int getMaxOwners() {
        return 10_000;
    }

    /**
     * The maximum number of tokens in each list of the report. Default: 20.
     *
     * @return the number, from 0 to 1,000
     */
    @Value.Default
    default int getMaxListed() {
        return 20;
    }

    /** Checks the rules. */
    @Value.Check
    default void check() {
        AuditPreconditions.requireWindow("expiringWithin", getExpiringWithin());
        AuditPreconditions.requireWindow("unusedFor", getUnusedFor());
        AuditPreconditions.requireNumber("maxOwners", getMaxOwners(), 100_000);
        AuditPreconditions.requireNumber("maxListed", getMaxListed(), 1_000);
    }

    /**
     * The defaults.
     *
     * @return options
     */
    static AuditOptions standard() {
        return builder().build();
    }

    /**
     * Creates options by a lambda.
     *
     * @param customizer sets up the builder
     * @return the options
     * @throws IllegalArgumentException if a rule is broken; the message names it
     */
    static AuditOptions create(UnaryOperator<Builder> customizer) {
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

    /** Builds {@link AuditOptions}; {@code build()} throws if a rule is broken. */
    final class Builder extends ImmutableAuditOptions.Builder {
        Builder() {}

        /**
         * The query of the list that the audit reads.
         *
         * @param customizer fills in the query
         * @return this builder
         */
        public Builder query(UnaryOperator<TokenQuery.Builder> customizer) {
            return query(TokenQuery.create(customizer));
        }
    }
}
