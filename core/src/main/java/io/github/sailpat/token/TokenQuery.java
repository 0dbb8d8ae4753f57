package io.github.sailpat.token;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens a list call asks for: those of one owner or of the whole tenant, and of them those that one filter lets
 * through. This is all that the API can do; everything else is a matter of filtering the stream.
 *
 * <p>The API knows two filters, on {@code lastUsed}, and they exclude each other: a token that was never used has no
 * last use at or before an instant.
 */
@Value.Immutable
public interface TokenQuery {
    /**
     * Whose tokens.
     *
     * @return an identity's id, {@code me} for the caller's own, or {@code null} for the whole tenant
     */
    @Nullable
    String getOwnerId();

    /**
     * The latest instant of a last use; a token that was never used does not match.
     *
     * @return the instant, whose milliseconds count, or {@code null} for no such filter
     */
    @Nullable
    Instant getLastUsedAtOrBefore();

    /**
     * Whether only tokens match that were never used.
     *
     * @return {@code true} for this filter
     */
    @Value.Default
    default boolean isNeverUsed() {
        return false;
    }

    /** Checks that the parts go together. */
    @Value.Check
    default void check() {
        String owner = getOwnerId();
        if (owner != null) {
            TokenRules.requireText("owner id", owner, TokenRules.MAX_NAME_LENGTH);
            TokenRules.requireNoControls("owner id", owner);
        }
        TokenRules.requireWritable(getLastUsedAtOrBefore());
        if (isNeverUsed() && getLastUsedAtOrBefore() != null) {
            throw new IllegalArgumentException("neverUsed() and lastUsedAtOrBefore(...) exclude each other");
        }
    }

    /**
     * All tokens of the tenant.
     *
     * @return a query without conditions
     */
    static TokenQuery all() {
        return builder().build();
    }

    /**
     * A query, as a lambda fills it in.
     *
     * @param customizer fills in the builder
     * @return the query
     * @throws IllegalArgumentException with the rule that is broken
     */
    static TokenQuery create(UnaryOperator<Builder> customizer) {
        return customizer.apply(builder()).build();
    }

    /**
     * A new builder.
     *
     * @return a builder without conditions
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link TokenQuery}; {@code build()} throws where a rule is broken. */
    final class Builder extends ImmutableTokenQuery.Builder {
        Builder() {}

        /**
         * Only the caller's own tokens.
         *
         * @return this builder
         */
        public Builder ownedByMe() {
            return ownerId("me");
        }

        /**
         * Only the tokens of one identity.
         *
         * @param identityId the identity's id
         * @return this builder
         */
        public Builder ownedBy(String identityId) {
            return ownerId(identityId);
        }

        /**
         * Only tokens that were never used.
         *
         * @return this builder
         */
        public Builder neverUsed() {
            return neverUsed(true);
        }
    }
}
