package io.github.sailpat.audit;

import io.github.sailpat.token.TokenQuery;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;

/** What an audit looks at, and how much of it the report holds. Everything has a default. */
@Value.Immutable
public interface AuditOptions {
    /**
     * Whose tokens are read, by whatever reads them. Default: all of the tenant.
     *
     * @return the query
     */
    @Value.Default
    default TokenQuery getQuery() {
        return TokenQuery.all();
    }

    /**
     * How far ahead an expiration counts as soon. Default: 30 days.
     *
     * @return the time, above zero and at most ten years
     */
    @Value.Default
    default Duration getExpiringWithin() {
        return Duration.ofDays(30);
    }

    /**
     * How long nobody must have used a token for it to count as unused. Default: 90 days. Under two days the answer
     * means little, because the tenant writes the last use once a day at most.
     *
     * @return the time, above zero and at most ten years
     */
    @Value.Default
    default Duration getUnusedFor() {
        return Duration.ofDays(90);
    }

    /**
     * How many owners are counted one by one: those that come first. The tokens of all others are one number, so that
     * memory is bounded. Default: 10,000.
     *
     * @return the number, from 0 to 100,000
     */
    @Value.Default
    default int getMaxOwners() {
        return 10_000;
    }

    /**
     * How many tokens each list of the report has at most. Default: 20.
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
        AuditRules.requireWindow("expiringWithin", getExpiringWithin());
        AuditRules.requireWindow("unusedFor", getUnusedFor());
        AuditRules.requireNumber("maxOwners", getMaxOwners(), 100_000);
        AuditRules.requireNumber("maxListed", getMaxListed(), 1_000);
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
     * Options, as a lambda sets them.
     *
     * @param customizer sets up the builder
     * @return the options
     * @throws IllegalArgumentException with the rule that is broken
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

    /** Builds {@link AuditOptions}; {@code build()} throws where a rule is broken. */
    final class Builder extends ImmutableAuditOptions.Builder {
        Builder() {}

        /**
         * Whose tokens are read.
         *
         * @param customizer fills in the query
         * @return this builder
         */
        public Builder query(UnaryOperator<TokenQuery.Builder> customizer) {
            return query(TokenQuery.create(customizer));
        }
    }
}
