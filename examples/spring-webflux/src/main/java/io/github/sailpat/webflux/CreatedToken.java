package io.github.sailpat.webflux;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A created token: the only response of the service that contains a secret.
 *
 * @param id the id
 * @param secret the secret, which is returned only now
 * @param name the name
 * @param scope the scopes
 * @param created when it was created
 * @param expirationDate when it expires
 */
record CreatedToken(
        String id,
        String secret,
        String name,
        @Nullable List<String> scope,
        @Nullable Instant created,
        @Nullable Instant expirationDate) {

    static CreatedToken of(CreatedPersonalAccessToken token) {
        return new CreatedToken(
                token.getId(),
                token.getSecret().reveal(),
                token.getName(),
                token.getScope(),
                token.getCreated(),
                token.getExpirationDate());
    }

    /** Without the secret: the framework logs what it encodes. */
    @Override
    public String toString() {
        return "CreatedToken[id=" + id + ", secret=****]";
    }
}
