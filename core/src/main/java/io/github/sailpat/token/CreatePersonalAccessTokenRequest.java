package io.github.sailpat.token;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The request to create a token. Only the name is required.
 *
 * <p>Two fields of the API determine the expiration: {@code expirationDate} and {@code userAwareTokenNeverExpires}.
 * {@link Builder#expiresAt(Instant)} and {@link Builder#neverExpires()} set both consistently.
 */
@Value.Immutable
public interface CreatePersonalAccessTokenRequest {
    /** The minimum lifetime of an access token that is fetched with a token, {@value} seconds. */
    int MIN_ACCESS_TOKEN_VALIDITY_SECONDS = 15;

    /** The maximum lifetime of such an access token, {@value} seconds, and the tenant's default. */
    int MAX_ACCESS_TOKEN_VALIDITY_SECONDS = 43_200;

    /**
     * The name, unique among the tokens of the caller. An ambiguous create is reconciled by the name, so characters
     * that a tenant might remove are not allowed in it.
     *
     * @return the name, not blank, at most {@value TokenConstraints#MAX_NAME_LENGTH} characters, without control
     *     characters and without leading or trailing white space
     */
    String getName();

    /**
     * The scopes of the token.
     *
     * @return the scopes, or {@code null} for the tenant's default, {@code sp:scopes:all}
     */
    @Nullable
    List<String> getScope();

    /**
     * How long an access token that is fetched with this token is valid.
     *
     * @return seconds from {@value #MIN_ACCESS_TOKEN_VALIDITY_SECONDS} to {@value #MAX_ACCESS_TOKEN_VALIDITY_SECONDS},
     *     or {@code null} for the tenant's default, which is the longest
     */
    @Nullable
    Integer getAccessTokenValiditySeconds();

    /**
     * When the token expires. It is sent with milliseconds.
     *
     * @return the instant, or {@code null}, whose meaning depends on the API version
     * @see ApiVersion#canNeverExpire()
     */
    @Nullable
    Instant getExpirationDate();

    /**
     * Whether the caller knows that the token never expires: needed where there is no {@linkplain
     * #getExpirationDate() expiration date}, on versions where a token {@linkplain ApiVersion#canNeverExpire() can
     * never expire}.
     *
     * @return the flag, or {@code null} to leave it out
     */
    @Nullable
    Boolean getUserAwareTokenNeverExpires();

    /** Checks the rules that hold on every version. */
    @Value.Check
    default void check() {
        TokenConstraints.requireName(getName());
        TokenConstraints.requireScope(getScope());
        TokenConstraints.requireValidity(getAccessTokenValiditySeconds());
        TokenConstraints.requireWritable(getExpirationDate());
    }

    /**
     * Checks the rules of one API version. The client does this before it sends anything.
     *
     * @param version the version
     * @param now the current instant: an expiration date must be after it and, where a version has a maximum, within
     *     six months of it (a tolerance of one day is left to the tenant's clock)
     * @throws IllegalArgumentException if a rule is broken; the message names it
     */
    default void requireValidFor(ApiVersion version, Instant now) {
        boolean unlimited = getExpirationDate() == null && Boolean.TRUE.equals(getUserAwareTokenNeverExpires());
        if (version.canNeverExpire()) {
            if (getExpirationDate() == null && !unlimited) {
                throw new IllegalArgumentException(version
                        + " requires an expiration date, or the acknowledgement that the token never expires:"
                        + " call expiresAt(...) or neverExpires()");
            }
        } else if (getUserAwareTokenNeverExpires() != null) {
            throw new IllegalArgumentException(
                    version + " has no userAwareTokenNeverExpires: a token expires after six months at most;"
                            + " never-expiring tokens come with " + ApiVersion.labelsWhere(ApiVersion::canNeverExpire));
        }
        TokenConstraints.requireExpirationFor(version, getExpirationDate(), now);
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
     * Creates a request by a lambda.
     *
     * @param customizer fills in the builder
     * @return the request
     * @throws IllegalArgumentException if a rule is broken; the message names it
     */
    static CreatePersonalAccessTokenRequest create(UnaryOperator<Builder> customizer) {
        return customizer.apply(builder()).build();
    }

    /** Builds a {@link CreatePersonalAccessTokenRequest}; {@code build()} throws if a rule is broken. */
    final class Builder extends ImmutableCreatePersonalAccessTokenRequest.Builder {
        Builder() {}

        /**
         * The token expires at this instant.
         *
         * @param instant the instant, in the future, sent with milliseconds. To pass a value that may be
         *     {@code null}, call {@code expirationDate(...)}
         * @return this builder
         */
        public Builder expiresAt(Instant instant) {
            return expirationDate(instant).userAwareTokenNeverExpires(null);
        }

        /**
         * The token never expires, and the caller knows it, on versions where it {@linkplain
         * ApiVersion#canNeverExpire() can}.
         *
         * @return this builder
         */
        public Builder neverExpires() {
            return expirationDate(null).userAwareTokenNeverExpires(true);
        }
    }
}
