package io.github.sailpat.token;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.jsonpatch.JsonPatchBuilder;
import io.github.sailpat.time.Rfc3339;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A change of a token: what is {@code null} here stays as it is. It allows only what the API can patch: name and scope on
 * every version, the expiration date on v2025 and later. For everything else there is {@link JsonPatch}.
 *
 * <p>A change of scope reaches new bearers after up to 20 minutes, and old ones never.
 */
@Value.Immutable
public interface PersonalAccessTokenPatch {
    /**
     * The new name.
     *
     * @return the name, or {@code null} to leave it
     */
    @Nullable
    String getName();

    /**
     * The new scopes, in place of the old ones.
     *
     * @return the scopes, or {@code null} to leave them
     */
    @Nullable
    List<String> getScope();

    /**
     * The new expiration date.
     *
     * @return the instant, whose milliseconds count, or {@code null} to leave it or where the token is to
     *     {@linkplain #isNeverExpiring() never expire}
     */
    @Nullable
    Instant getExpirationDate();

    /**
     * Whether the token is made one that never expires.
     *
     * @return {@code true} to drop its expiration date
     */
    @Value.Default
    default boolean isNeverExpiring() {
        return false;
    }

    /** Checks the rules that hold on every version. */
    @Value.Check
    default void check() {
        String name = getName();
        if (name != null) {
            TokenRules.requireName(name);
        }
        TokenRules.requireScope(getScope());
        TokenRules.requireWritable(getExpirationDate());
        if (isNeverExpiring() && getExpirationDate() != null) {
            throw new IllegalArgumentException("a token that never expires has no expiration date");
        }
    }

    /**
     * Checks the rules of one API version: the client does it before it sends anything.
     *
     * @param version the version
     * @param now the current instant: an expiration date must be after it
     * @throws IllegalArgumentException with the rule that is broken
     */
    default void requireValidFor(ApiVersion version, Instant now) {
        if (!version.canNeverExpire() && (isNeverExpiring() || getExpirationDate() != null)) {
            throw new IllegalArgumentException(
                    version + " can patch name and scope only; v2025, v2026 and v1 can patch the expiration date too");
        }
        TokenRules.requireExpirationFor(version, getExpirationDate(), now);
    }

    /**
     * The change as the document that the API takes (RFC 6902).
     *
     * @return {@code replace} operations; empty if nothing changes
     */
    default JsonPatch toJsonPatch() {
        JsonPatchBuilder patch = JsonPatch.builder();
        if (getName() != null) {
            patch.replace("/name", getName());
        }
        if (getScope() != null) {
            patch.replace("/scope", getScope());
        }
        Instant expirationDate = getExpirationDate();
        if (expirationDate != null) {
            patch.replace("/expirationDate", Rfc3339.format(expirationDate));
        }
        if (isNeverExpiring()) {
            // The API takes the null only together with the acknowledgement.
            patch.replace("/expirationDate", null).replace("/userAwareTokenNeverExpires", true);
        }
        return patch.build();
    }

    /**
     * A patch, as a lambda fills it in.
     *
     * @param customizer fills in the builder
     * @return the patch
     * @throws IllegalArgumentException with the rule that is broken
     */
    static PersonalAccessTokenPatch create(UnaryOperator<Builder> customizer) {
        return customizer.apply(builder()).build();
    }

    /**
     * A new builder.
     *
     * @return a builder that changes nothing
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link PersonalAccessTokenPatch}; {@code build()} throws where a rule is broken. */
    final class Builder extends ImmutablePersonalAccessTokenPatch.Builder {
        Builder() {}

        /**
         * The token expires at this instant. v2025 and later.
         *
         * @param instant the instant, in the future; its milliseconds count. One that may be absent goes into
         *     {@code expirationDate(...)}
         * @return this builder
         */
        public Builder expiresAt(Instant instant) {
            return neverExpiring(false).expirationDate(instant);
        }

        /**
         * The token never expires, and the caller knows it. v2025 and later.
         *
         * @return this builder
         */
        public Builder neverExpires() {
            return expirationDate(null).neverExpiring(true);
        }
    }
}
