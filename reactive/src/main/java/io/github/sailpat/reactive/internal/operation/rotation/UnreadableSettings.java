package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.PersonalAccessToken;
import java.util.Set;

/**
 * What a successor should take over from a token and nobody knows, because it could not be read. A guess would make one
 * that never expires, or has all scopes.
 */
final class UnreadableSettings {
    private final PersonalAccessToken token;
    private final Set<String> fields;

    UnreadableSettings(PersonalAccessToken token) {
        this.token = token;
        this.fields = token.getUnreadableFields();
    }

    boolean isScope() {
        return fields.contains("scope");
    }

    /** The date of creation counts only where there is an end: what lies between them is the lifetime. */
    boolean isLifetime() {
        return token.getExpirationDate() == null
                ? fields.contains("expirationDate") || fields.contains("userAwareTokenNeverExpires")
                : token.getCreated() == null;
    }

    /** Throws if the request leaves open what is not known. */
    void requireGivenIn(CreatePersonalAccessTokenRequest request) {
        require(
                isLifetime() && request.getExpirationDate() == null && request.getUserAwareTokenNeverExpires() == null,
                "the lifetime",
                "expiresAt(...) or neverExpires()");
        require(isScope() && request.getScope() == null, "the scopes", "scope(...)");
        require(
                fields.contains("accessTokenValiditySeconds") && request.getAccessTokenValiditySeconds() == null,
                "the validity of access tokens",
                "accessTokenValiditySeconds(...)");
    }

    private void require(boolean missing, String what, String call) {
        if (missing) {
            throw new IllegalArgumentException(what
                    + " of the token to be rotated is not known, because the tenant's list has it in a form that cannot"
                    + " be read (" + String.join(", ", fields) + "): let request(...) say it with " + call);
        }
    }
}
