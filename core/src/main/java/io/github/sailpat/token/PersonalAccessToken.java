package io.github.sailpat.token;

import io.github.sailpat.jsonpatch.JsonPatch;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A personal access token as the API returns it from a list and a patch. It has no secret: only the response to a
 * create call contains that.
 *
 * <p>Only the {@linkplain #getId() id} is required in the response. A field that cannot be read, because it is of
 * another type or not a date, is {@code null} here, and {@link #getUnreadableFields()} has its name. {@code null} means
 * neither "never" nor "none" then.
 */
@Value.Immutable
public interface PersonalAccessToken {
    /**
     * The id, which is also the {@code client_id} when the token is used to authenticate.
     *
     * @return the id
     */
    String getId();

    /**
     * The name, unique among the tokens of one owner.
     *
     * @return the name, or {@code null} where it is {@linkplain #getUnreadableFields() unreadable} or absent, which
     *     the API does not promise to avoid
     */
    @Nullable
    String getName();

    /**
     * The scopes of the token. The rights of its owner limit it too: scopes beyond them are accepted without an error
     * and grant nothing.
     *
     * @return the scopes, or {@code null} where the response has none or they are {@linkplain #getUnreadableFields()
     *     unreadable}; where only some of them are, the others
     */
    @Nullable
    List<String> getScope();

    /**
     * The identity that owns the token.
     *
     * @return the owner; all its fields are {@code null} if the response has none
     */
    Owner getOwner();

    /**
     * When the token was created.
     *
     * @return the instant, or {@code null} where it is {@linkplain #getUnreadableFields() unreadable} or absent
     */
    @Nullable
    Instant getCreated();

    /**
     * When the token was last used to fetch an access token. The tenant updates this at most once a day.
     *
     * @return the instant, or {@code null} if it was never used or the date is {@linkplain #getUnreadableFields()
     *     unreadable}
     */
    @Nullable
    Instant getLastUsed();

    /**
     * Whether the platform manages the token, for a workflow for example. Such tokens are hidden in the user interface
     * and should not be changed or deleted.
     *
     * @return {@code true} if the platform manages it, or may do so because the field is {@linkplain
     *     #getUnreadableFields() unreadable}; {@code false} also where the response does not have the field
     */
    boolean isManaged();

    /**
     * How long an access token that is fetched with this token is valid.
     *
     * @return seconds, or {@code null} if the response has none (the default is 43,200)
     */
    @Nullable
    Integer getAccessTokenValiditySeconds();

    /**
     * When the token expires.
     *
     * @return the instant, or {@code null} if it {@linkplain #neverExpires() never does} or the date is {@linkplain
     *     #getUnreadableFields() unreadable}
     */
    @Nullable
    Instant getExpirationDate();

    /**
     * Whether it was acknowledged that the token never expires, on versions where it {@linkplain
     * ApiVersion#canNeverExpire() can}.
     *
     * @return the flag, or {@code null} if the response has none
     */
    @Nullable
    Boolean getUserAwareTokenNeverExpires();

    /**
     * The fields of the response that could not be read, wholly or in part, by the API's names: {@code
     * expirationDate}, for example. A name or a date of creation that is absent counts, too, because every token has
     * them.
     *
     * <p>Dates are read in the format of RFC 3339, also with the offsets {@code +0000} and {@code +00} or with a comma
     * before the fraction; integers also as {@code 43200.0} or a string; booleans also as a string. An empty
     * string, a date without a time and a number cannot be read, because they do not say which instant is meant. JSON's
     * null is the absence of a value, and not unreadable.
     *
     * <p>Such a token is never pruned, counts apart in an audit, and is not rotated unless its lifetime and scopes are
     * known.
     *
     * @return the names in the order of the alphabet; empty for all tokens that are as the API describes them
     */
    Set<String> getUnreadableFields();

    /**
     * Whether the token has no expiration date.
     *
     * @return {@code true} if it never expires; {@code false} also where its expiration date is {@linkplain
     *     #getUnreadableFields() unreadable}
     */
    default boolean neverExpires() {
        return getExpirationDate() == null && !getUnreadableFields().contains("expirationDate");
    }

    /**
     * Whether the token has all rights of its owner: its scopes are absent, which means all of them, or contain
     * {@code sp:scopes:all}.
     *
     * @return {@code true} for a token that could be given less; {@code false} also where its scopes are {@linkplain
     *     #getUnreadableFields() unreadable}
     */
    default boolean hasAllScopes() {
        List<String> scope = getScope();
        return scope == null ? !getUnreadableFields().contains("scope") : scope.contains("sp:scopes:all");
    }

    /**
     * Whether the token was not used after an instant: its last use or, if it was never used, its creation is at or
     * before it.
     *
     * @param instant the instant
     * @return {@code true} if the token was not used since; {@code false} also where that is not known, because one of
     *     the two dates is {@linkplain #getUnreadableFields() unreadable} or absent
     */
    default boolean isUnusedSince(Instant instant) {
        boolean known = !getUnreadableFields().contains("lastUsed");
        Instant last = getLastUsed() == null ? getCreated() : getLastUsed();
        return known && last != null && !last.isAfter(instant);
    }

    /**
     * The result of a patch, without sending it. The patch is applied to the JSON document of this token (RFC 6902
     * section 5). This token is not changed.
     *
     * <p>Only the document is used. The tenant may refuse to patch a field, and may have fields that this model does
     * not: a {@code test} or {@code replace} of such a member fails, and one that the patch adds is not in the result.
     * The same applies to an {@linkplain
     * #getUnreadableFields() unreadable} field until the patch adds it. Each other field of the model is there, as
     * JSON's null where the token has none; a date is in UTC with milliseconds, or as many digits more as it has. For
     * a typed patch see {@link PersonalAccessTokenPatch#preview(PersonalAccessToken)}.
     *
     * @param patch the patch; the result of an empty one is an equal token
     * @return the patched token
     * @throws io.github.sailpat.jsonpatch.JsonPatchException if an operation cannot be applied, with its index and path
     * @throws IllegalArgumentException if the result is not a token, for example because its id is removed
     */
    default PersonalAccessToken preview(JsonPatch patch) {
        return TokenDocument.read(patch.applyTo(TokenDocument.of(this)), this);
    }

    /**
     * A new builder.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /**
     * Builds a {@link PersonalAccessToken}, for tests, fakes and
     * {@linkplain PersonalAccessTokenPatch#between desired states}.
     */
    final class Builder extends ImmutablePersonalAccessToken.Builder {
        private static final Owner UNKNOWN = Owner.builder().build();

        // Cheaper than a default of Immutables, which takes an object more for each token.
        Builder() {
            owner(UNKNOWN).managed(false);
        }

        /**
         * Sets a field.
         *
         * @param field the field
         * @param value a value of the field's {@linkplain TokenField#getType() type}; {@code null} for none
         * @return this builder
         * @throws ClassCastException if the value is of another type
         * @throws NullPointerException if the value of the id is {@code null}
         */
        public Builder set(TokenField field, @Nullable Object value) {
            field.set(this, value);
            return this;
        }
    }
}
