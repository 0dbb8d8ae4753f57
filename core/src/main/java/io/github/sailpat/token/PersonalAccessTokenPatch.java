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
 * every version, the expiration date where tokens {@linkplain ApiVersion#canNeverExpire() can never expire}. For
 * everything else there is {@link JsonPatch}.
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
            throw new IllegalArgumentException(version + " can patch name and scope only; "
                    + ApiVersion.labelsWhere(ApiVersion::canNeverExpire) + " can patch the expiration date too");
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
     * Whether there is no change in it. The client refuses to send such a patch: a call that changes nothing is no call.
     *
     * @return {@code true} if everything stays as it is
     */
    default boolean isEmpty() {
        return getName() == null && getScope() == null && getExpirationDate() == null && !isNeverExpiring();
    }

    /**
     * What this patch would make of a token, before it is sent; see {@link PersonalAccessToken#preview(JsonPatch)}. The
     * rules that differ between versions are those of {@link #requireValidFor}.
     *
     * @param token the token, which stays as it is
     * @return the token as it would be; an equal one if this patch {@linkplain #isEmpty() is empty}
     */
    default PersonalAccessToken preview(PersonalAccessToken token) {
        return token.preview(toJsonPatch());
    }

    /**
     * The changes that make the token what a lambda says, and no other: what it says and is so already is left out.
     *
     * <pre>{@code
     * between(token, desired -> desired.name("deploy").scope(List.of("sp:scopes:default")).neverExpires())
     * }</pre>
     *
     * <p>Scopes are compared as a set: neither their order nor a repetition is a change. Of a date the milliseconds count.
     * A token without an expiration date never expires already, unless it says itself that nobody acknowledged it.
     *
     * @param token the token as it is
     * @param desired fills in what it shall be; what it leaves out stays as it is
     * @return the patch, {@linkplain #isEmpty() empty} if there is nothing to change
     * @throws IllegalArgumentException with the rule that is broken
     */
    static PersonalAccessTokenPatch between(PersonalAccessToken token, UnaryOperator<Builder> desired) {
        return TokenChanges.of(token, create(desired));
    }

    /**
     * The changes that make one token of another, as far as a patch can: name, scope and expiration. A desired token
     * without expiration date shall never expire, which the patch acknowledges along with it. A desired scope of
     * {@code null} is an unknown one, and stays as it is; so does a field that could not be read of the desired token.
     * Comparisons are those of {@link #between(PersonalAccessToken, UnaryOperator)}. What the tenant itself decides is
     * not looked at: owner, creation, last use and {@code managed}.
     *
     * @param token the token as it is
     * @param desired the token as it shall be, for example {@code
     *     PersonalAccessToken.builder().from(token).name("deploy").build()}
     * @return the patch, {@linkplain #isEmpty() empty} if there is nothing to change
     * @throws IllegalArgumentException if the two have another id or, where the desired one has it, another {@code
     *     accessTokenValiditySeconds}, which no patch can change; or if the desired name, scope or date breaks a rule
     */
    static PersonalAccessTokenPatch between(PersonalAccessToken token, PersonalAccessToken desired) {
        return TokenChanges.of(token, TokenChanges.wish(token, desired));
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
         * The token expires at this instant, on versions where the date {@linkplain ApiVersion#canNeverExpire() can be
         * patched}.
         *
         * @param instant the instant, in the future; its milliseconds count. One that may be absent goes into
         *     {@code expirationDate(...)}
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
