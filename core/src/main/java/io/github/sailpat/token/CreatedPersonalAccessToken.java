package io.github.sailpat.token;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A token that was just created, with its secret. The tenant returns the secret only in this response.
 *
 * <p>Only the {@linkplain #getId() id} and the {@linkplain #getSecret() secret} are required in the
 * response. Any other field that is absent, {@code null} or of another type is {@code null} here, so that the secret is
 * not lost; {@link #getUnreadableFields()} has the names of those that were present.
 */
@Value.Immutable
public interface CreatedPersonalAccessToken {
    /**
     * The id, which is also the {@code client_id} when the token is used to authenticate.
     *
     * @return the id
     */
    String getId();

    /**
     * The secret, which is the {@code client_secret} when the token is used to authenticate.
     *
     * @return the secret
     */
    Secret getSecret();

    /**
     * The name: that of the response or, if it has none, that of the request.
     *
     * @return the name
     */
    String getName();

    /**
     * The scopes.
     *
     * @return the scopes, or {@code null} if the response has none
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
     * @return the instant, or {@code null} if the response has none
     */
    @Nullable
    Instant getCreated();

    /**
     * How long an access token that is fetched with this token is valid.
     *
     * @return seconds, or {@code null} if the response has none
     */
    @Nullable
    Integer getAccessTokenValiditySeconds();

    /**
     * When the token expires.
     *
     * @return the instant, or {@code null} if it never does, the response has none, or it is {@linkplain
     *     #getUnreadableFields() unreadable}
     */
    @Nullable
    Instant getExpirationDate();

    /**
     * Whether the request acknowledged that the token never expires, on versions where it {@linkplain
     * ApiVersion#canNeverExpire() can}.
     *
     * @return the flag, or {@code null} if the response has none
     */
    @Nullable
    Boolean getUserAwareTokenNeverExpires();

    /**
     * The fields of the response that could not be read, wholly or in part, by the API's names.
     *
     * @return the names in the order of the alphabet; empty for a response as the API describes it
     */
    Set<String> getUnreadableFields();

    /**
     * A new builder.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link CreatedPersonalAccessToken}, for tests and fakes. */
    final class Builder extends ImmutableCreatedPersonalAccessToken.Builder {
        private static final Owner UNKNOWN = Owner.builder().build();

        Builder() {
            owner(UNKNOWN);
        }

        /**
         * Sets a field; one that a created token {@linkplain TokenField#isInCreated() does not have} is ignored.
         *
         * @param field the field
         * @param value a value of the field's {@linkplain TokenField#getType() type}; {@code null} for none
         * @return this builder
         * @throws ClassCastException if the value is of another type
         * @throws NullPointerException if the value of the id or the name is {@code null}
         */
        public Builder set(TokenField field, @Nullable Object value) {
            field.set(this, value);
            return this;
        }
    }
}
