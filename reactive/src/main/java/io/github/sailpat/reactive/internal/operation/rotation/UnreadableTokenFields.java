package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.PersonalAccessToken;
import java.util.Set;

/**
 * The settings of a token that its successor should take over and that could not be read. They must be set in the
 * request: a guess could create a token that never expires, or that has all scopes.
 */
final class UnreadableTokenFields {
    private final PersonalAccessToken token;
    private final Set<String> fields;

    UnreadableTokenFields(PersonalAccessToken token) {
        this.token = token;
        this.fields = token.getUnreadableFields();
    }

    boolean isScopeUnreadable() {
        return fields.contains("scope");
    }

    /**
     * The lifetime is the time between creation and expiration, so without an expiration the creation is not needed.
     */
    boolean isLifetimeUnreadable() {
        return token.getExpirationDate() == null
                ? fields.contains("expirationDate") || fields.contains("userAwareTokenNeverExpires")
                : token.getCreated() == null;
    }

    /** Throws an {@link IllegalArgumentException} if the request does not set a setting that could not be read. */
    void requireSetIn(CreatePersonalAccessTokenRequest request) {
        require(
                isLifetimeUnreadable()
                        && request.getExpirationDate() == null
                        && request.getUserAwareTokenNeverExpires() == null,
                "the lifetime",
                "expiresAt(...) or neverExpires()");
        require(isScopeUnreadable() && request.getScope() == null, "the scopes", "scope(...)");
        require(
                fields.contains("accessTokenValiditySeconds") && request.getAccessTokenValiditySeconds() == null,
                "the validity of access tokens",
                "accessTokenValiditySeconds(...)");
    }

    private void require(boolean missing, String what, String call) {
        if (missing) {
            throw new IllegalArgumentException(what
                    + " of the token to be rotated could not be read from the tenant's list (unreadable fields: "
                    + String.join(", ", fields) + "), so no successor was created: set it in request(...) with "
                    + call);
        }
    }
}
