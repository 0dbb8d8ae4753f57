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
 * A change of a token: what is {@code null} here stays as it is. It allows only what the API can patch: name and scope
 * on every version, the expiration date where tokens {@linkplain ApiVersion#canNeverExpire() can never expire}. For
 * everything else there is {@link JsonPatch}.
 *
 * <p>A change of scope applies to access tokens that are fetched up to 20 minutes later, and not to older ones.
 */
@Value.Immutable
public interface PersonalAccessTokenPatch {
    /**
     * The new name.
     *
     * @return the name, or {@code null} to keep it
     */
    @Nullable
    String getName();

    /**
     * The new scopes, which replace the old ones.
     *
     * @return the scopes, or {@code null} to keep them
     */
    @Nullable
    List<String> getScope();

    /**
     * The new expiration date.
     *
     * @return the instant, sent with milliseconds, or {@code null} to keep it, or if the token shall
     *     {@linkplain #isNeverExpiring() never expire}
     */
    @Nullable
    Instant getExpirationDate();

    /**
     * Whether the patch removes the expiration date, so that the token never expires.
     *
     * @return {@code true} to remove it
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
            TokenConstraints.requireName(name);
        }
        TokenConstraints.requireScope(getScope());
        TokenConstraints.requireWritable(getExpirationDate());
        if (isNeverExpiring() && getExpirationDate() != null) {
            throw new IllegalArgumentException("expirationDate and neverExpires() exclude each other");
        }
    }

    /**
     * Checks the rules of one API version. The client does this before it sends anything.
     *
     * @param version the version
     * @param now the current instant: an expiration date must be after it
     * @throws IllegalArgumentException if a rule is broken; the message names it
     */
    default void requireValidFor(ApiVersion version, Instant now) {
        if (!version.canNeverExpire() && (isNeverExpiring() || getExpirationDate() != null)) {
            throw new IllegalArgumentException(version + " can patch name and scope only; "
                    + ApiVersion.labelsWhere(ApiVersion::canNeverExpire) + " can patch the expiration date too");
        }
        TokenConstraints.requireExpirationFor(version, getExpirationDate(), now);
    }

    /**
     * This patch as a JSON Patch (RFC 6902), as it is sent.
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
     * Whether this patch changes nothing. The client refuses to send an empty patch.
     *
     * @return {@code true} if it has no change
     */
    default boolean isEmpty() {
        return getName() == null && getScope() == null && getExpirationDate() == null && !isNeverExpiring();
    }

    /**
     * The result of this patch, without sending it; see {@link PersonalAccessToken#preview(JsonPatch)}. The
     * rules of an API version are checked by {@link #requireValidFor}.
     *
     * @param token the token, which is not changed
     * @return the patched token; an equal one if this patch {@linkplain #isEmpty() is empty}
     */
    default PersonalAccessToken preview(PersonalAccessToken token) {
        return token.preview(toJsonPatch());
    }

    /**
     * The difference between a token and a desired state. Values that the token already has are left out.
     *
     * <pre>{@code
     * between(token, desired -> desired.name("deploy").scope(List.of("sp:scopes:default")).neverExpires())
     * }</pre>
     *
     * <p>Scopes are compared as a set: neither their order nor a repetition is a change. Dates are
     * compared in milliseconds. A token without an expiration date never expires, unless its
     * {@code userAwareTokenNeverExpires} is {@code false}.
     *
     * @param token the current token
     * @param desired sets the desired values; others are not changed
     * @return the patch, {@linkplain #isEmpty() empty} if there is nothing to change
     * @throws IllegalArgumentException if a rule is broken; the message names it
     */
    static PersonalAccessTokenPatch between(PersonalAccessToken token, UnaryOperator<Builder> desired) {
        return TokenChanges.of(token, create(desired));
    }

    /**
     * The changes that make one token of another, as far as a patch can: name, scope and expiration. A desired token
     * without expiration date shall never expire, which the patch acknowledges along with it. A desired scope of
     * {@code null} is an unknown one, and stays as it is; so does a field that could not be read of the desired token.
     * Comparisons are those of {@link #between(PersonalAccessToken, UnaryOperator)}. Fields that the tenant sets are
     * ignored: owner, creation, last use and {@code managed}.
     *
     * @param token the current token
     * @param desired the desired token, for example {@code
     *     PersonalAccessToken.builder().from(token).name("deploy").build()}
     * @return the patch, {@linkplain #isEmpty() empty} if there is nothing to change
     * @throws IllegalArgumentException if the ids differ; if the desired token has another {@code
     *     accessTokenValiditySeconds}, which cannot be patched; or if the desired name, scope or date breaks a rule
     */
    static PersonalAccessTokenPatch between(PersonalAccessToken token, PersonalAccessToken desired) {
        return TokenChanges.of(token, TokenChanges.toPatch(token, desired));
    }

    /**
     * Creates a patch by a lambda.
     *
     * @param customizer fills in the builder
     * @return the patch
     * @throws IllegalArgumentException if a rule is broken; the message names it
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

    /** Builds a {@link PersonalAccessTokenPatch}; {@code build()} throws if a rule is broken. */
    final class Builder extends ImmutablePersonalAccessTokenPatch.Builder {
        Builder() {}

        /**
         * The token expires at this instant, on versions where the date {@linkplain ApiVersion#canNeverExpire() can be
         * patched}.
         *
         * @param instant the instant, in the future, sent with milliseconds. To pass a value that may be
         *     {@code null}, call {@code expirationDate(...)}
         * @return this builder
         */
        public Builder expiresAt(Instant instant) {
            return neverExpiring(false).expirationDate(instant);
        }

        /**
         * The token never expires, and the caller knows it, on versions where it {@linkplain
         * ApiVersion#canNeverExpire() can}.
         *
         * @return this builder
         */
        public Builder neverExpires() {
            return expirationDate(null).neverExpiring(true);
        }
    }
}
