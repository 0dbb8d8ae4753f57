package io.github.sailpat.reactive;

import io.github.sailpat.audit.StaleTokenRule;
import io.github.sailpat.token.TokenQuery;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@link PersonalAccessTokens#prune(PruneOptions)}. Only the time is required. Some tokens are never
 * pruned: the client's own token, tokens that the platform manages, tokens with an unreadable field, and those that
 * {@link StaleTokenRule} excludes.
 */
@Value.Immutable
public interface PruneOptions {
    /**
     * A token is pruned if it was not used for this time or, if it was never used, created at least that long ago. One
     * day is added, because the tenant updates the last use at most once a day.
     *
     * @return the time, at least {@link StaleTokenRule#SHORTEST} and at most ten years
     */
    Duration getUnusedFor();

    /**
     * The query of the list. Default: all tokens of the tenant.
     *
     * @return the query
     */
    @Value.Default
    default TokenQuery getQuery() {
        return TokenQuery.all();
    }

    /**
     * The maximum number of tokens: the first ones in the list.
     *
     * @return the number, at least one; {@code null}, the default, for all
     */
    @Nullable
    Long getLimit();

    /**
     * The ids of tokens that are never pruned, compared ignoring case. The client's own token is always one of them, if
     * it is known. With an {@code AccessTokenProvider} it is not known; then at least one id is required here.
     *
     * @return the ids. Default: none
     */
    Set<String> getKeptIds();

    /**
     * The options of the bulk delete.
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
            throw new IllegalArgumentException(
                    "allowOwnClient must be false: the client's own token is in use and is never pruned");
        }
    }

    /**
     * Creates options with a time and defaults.
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
     * Creates options by a lambda.
     *
     * @param customizer sets up the builder
     * @return the options
     * @throws IllegalArgumentException if a rule is broken; the message names it
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

    /** Builds {@link PruneOptions}; {@code build()} throws if a rule is broken. */
    final class Builder extends ImmutablePruneOptions.Builder {
        Builder() {}

        /**
         * The query of the list.
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
