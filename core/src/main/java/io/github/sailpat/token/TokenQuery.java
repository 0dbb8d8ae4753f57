package io.github.sailpat.token;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens a list returns: those of one owner or of the whole tenant, with at most one filter. The API can do no
 * more; for anything else, filter the stream.
 *
 * <p>The API has two filters, both on {@code lastUsed}, and they exclude each other: a token that was never used has no
 * last use at or before an instant.
 */
@Value.Immutable
public interface TokenQuery {
    /**
     * The owner of the tokens.
     *
     * @return an identity's id, {@code me} for the caller's own, or {@code null} for the whole tenant
     */
    @Nullable
    String getOwnerId();

    /**
     * Only tokens whose last use is at or before this instant. A token that was never used does not match.
     *
     * @return the instant, sent with milliseconds, or {@code null} for no such filter
     */
    @Nullable
    Instant getLastUsedAtOrBefore();

    /**
     * Whether only tokens that were never used match.
     *
     * @return {@code true} for this filter
     */
    @Value.Default
    default boolean isNeverUsed() {
        return false;
    }

    /** Checks the rules. */
    @Value.Check
    default void check() {
        String owner = getOwnerId();
        if (owner != null) {
            TokenConstraints.requireText("owner id", owner, TokenConstraints.MAX_NAME_LENGTH);
            TokenConstraints.requireNoControls("owner id", owner);
        }
        TokenConstraints.requireWritable(getLastUsedAtOrBefore());
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
     * Creates a query by a lambda.
     *
     * @param customizer fills in the builder
     * @return the query
     * @throws IllegalArgumentException if a rule is broken; the message names it
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

    /** Builds a {@link TokenQuery}; {@code build()} throws if a rule is broken. */
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
