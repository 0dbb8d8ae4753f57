package io.github.sailpat.token;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a create call asks for. Only the name is needed.
 *
 * <p>How long the token lives is the matter of two fields on the wire, {@code expirationDate} and
 * {@code userAwareTokenNeverExpires}. {@link Builder#expiresAt(Instant)} and {@link Builder#neverExpires()} set both of
 * them as they belong together.
 */
@Value.Immutable
public interface CreatePersonalAccessTokenRequest {
    /** The shortest life of an access token that is fetched with a token, {@value} seconds. */
    int MIN_ACCESS_TOKEN_VALIDITY_SECONDS = 15;

    /** The longest life of such an access token, {@value} seconds, and the tenant's default. */
    int MAX_ACCESS_TOKEN_VALIDITY_SECONDS = 43_200;

    /**
     * The name, unique among the tokens of the caller. It is by its name that a token is found again whose create was
     * interrupted, so nothing may stand in it that a tenant might take away.
     *
     * @return the name, not blank, at most {@value TokenRules#MAX_NAME_LENGTH} characters, without control characters and
     *     without white space at its ends
     */
    String getName();

    /**
     * The scopes to give.
     *
     * @return the scopes, or {@code null} for the tenant's default, which is everything: {@code sp:scopes:all}
     */
    @Nullable
    List<String> getScope();

    /**
     * How long a bearer lives that is fetched with the token.
     *
     * @return seconds from {@value #MIN_ACCESS_TOKEN_VALIDITY_SECONDS} to {@value #MAX_ACCESS_TOKEN_VALIDITY_SECONDS},
     *     or {@code null} for the tenant's default, which is the longest
     */
    @Nullable
    Integer getAccessTokenValiditySeconds();

    /**
     * When the token expires. On the wire it has milliseconds.
     *
     * @return the instant, or {@code null} for what the API version makes of its absence
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
        TokenRules.requireName(getName());
        TokenRules.requireScope(getScope());
        TokenRules.requireValidity(getAccessTokenValiditySeconds());
        TokenRules.requireWritable(getExpirationDate());
    }

    /**
     * Checks the rules of one API version: the client does it before it sends anything.
     *
     * @param version the version
     * @param now the current instant: an expiration date must be after it and, where a version has a maximum, within six
     *     months of it (give or take a day, which is left to the tenant's clock)
     * @throws IllegalArgumentException with the rule that is broken
     */
    default void requireValidFor(ApiVersion version, Instant now) {
        boolean unlimited = getExpirationDate() == null && Boolean.TRUE.equals(getUserAwareTokenNeverExpires());
        if (version.canNeverExpire()) {
            if (getExpirationDate() == null && !unlimited) {
                throw new IllegalArgumentException(
                        version
                                + " needs either an expiration date or the word that the token never expires: call expiresAt(...) or neverExpires()");
            }
        } else if (getUserAwareTokenNeverExpires() != null) {
            throw new IllegalArgumentException(
                    version + " has no userAwareTokenNeverExpires: a token expires after six months at most;"
                            + " never-expiring tokens come with " + ApiVersion.labelsWhere(ApiVersion::canNeverExpire));
        }
        TokenRules.requireExpirationFor(version, getExpirationDate(), now);
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
     * A request, as a lambda fills it in.
     *
     * @param customizer fills in the builder
     * @return the request
     * @throws IllegalArgumentException with the rule that is broken
     */
    static CreatePersonalAccessTokenRequest create(UnaryOperator<Builder> customizer) {
        return customizer.apply(builder()).build();
    }

    /** Builds a {@link CreatePersonalAccessTokenRequest}; {@code build()} throws where a rule is broken. */
    final class Builder extends ImmutableCreatePersonalAccessTokenRequest.Builder {
        Builder() {}

        /**
         * The token expires at this instant.
         *
         * @param instant the instant, in the future; its milliseconds count. One that may be absent goes into
         *     {@code expirationDate(...)}
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
