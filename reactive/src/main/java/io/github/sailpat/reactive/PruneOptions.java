package io.github.sailpat.reactive;

import io.github.sailpat.audit.StaleTokenRule;
import io.github.sailpat.token.TokenQuery;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What to prune. Only the time is needed. Some guards cannot be switched off: the client's own token, those that the
 * platform manages, those with a field that cannot be read, and what {@link StaleTokenRule} calls doubtful are never
 * pruned.
 */
@Value.Immutable
public interface PruneOptions {
    /**
     * How long nobody must have used a token, or, if it was never used, how long it must have existed. A day is added,
     * because the tenant writes the last use once a day at most.
     *
     * @return the time, at least {@link StaleTokenRule#SHORTEST} and at most ten years
     */
    Duration getUnusedFor();

    /**
     * Among which tokens. Default: all of the tenant.
     *
     * @return the query
     */
    @Value.Default
    default TokenQuery getQuery() {
        return TokenQuery.all();
    }

    /**
     * How many tokens are pruned at most: the first that the list has.
     *
     * @return the number, at least one; {@code null}, the default, for all
     */
    @Nullable
    Long getLimit();

    /**
     * Tokens that are never pruned, compared without case. The client's own is among them in any case, as far as the client
     * knows it. With an own source of bearers it does not, so then at least one id must stand here.
     *
     * @return the ids. Default: none
     */
    Set<String> getKeptIds();

    /**
     * How the tokens are deleted.
     *
     * @return the options; {@link BulkOptions#isAllowOwnClient()} must be {@code false}
     */
    @Value.Default
    default BulkOptions getBulkOptions() {
        return BulkOptions.standard();
    }

    /** Checks the rules. */
    @Value.Check
    default void check() {
        StaleTokenRule.requireUnusedFor(getUnusedFor());
        Long limit = getLimit();
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1");
        }
        if (getBulkOptions().isAllowOwnClient()) {
            throw new IllegalArgumentException("allowOwnClient is not for pruning: the client's own token is in use");
        }
    }

    /**
     * Options that prune whatever nobody has used for some time.
     *
     * @param unusedFor the time
     * @return options
     * @throws IllegalArgumentException if the time is shorter than {@link StaleTokenRule#SHORTEST} or longer than ten
     *     years
     */
    static PruneOptions unusedFor(Duration unusedFor) {
        return create(o -> o.unusedFor(unusedFor));
    }

    /**
     * Options, as a lambda sets them.
     *
     * @param customizer sets up the builder
     * @return the options
     * @throws IllegalArgumentException with the rule that is broken
     */
    static PruneOptions create(UnaryOperator<Builder> customizer) {
        return customizer.apply(builder()).build();
    }

    /**
     * A new builder.
     *
     * @return a builder without a time
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds {@link PruneOptions}; {@code build()} throws where a rule is broken. */
    final class Builder extends ImmutablePruneOptions.Builder {
        Builder() {}

        /**
         * Among which tokens.
         *
         * @param customizer fills in the query
         * @return this builder
         */
        public Builder query(UnaryOperator<TokenQuery.Builder> customizer) {
            return query(TokenQuery.create(customizer));
        }

        /**
         * Never prunes this token.
         *
         * @param id its id
         * @return this builder
         */
        public Builder keep(String id) {
            return addKeptIds(id);
        }
    }
}
