package io.github.sailpat.webflux;

import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request to create a token. The library checks its rules: a broken rule is status 400 with the message.
 *
 * @param name the name
 * @param scope the scopes, or {@code null} for all that its owner has
 * @param accessTokenValiditySeconds the lifetime of its access tokens
 * @param expirationDate when it expires
 * @param userAwareTokenNeverExpires for a token that never expires, on API versions that have such tokens
 */
record NewToken(
        @Nullable String name,
        @Nullable List<String> scope,
        @Nullable Integer accessTokenValiditySeconds,
        @Nullable Instant expirationDate,
        @Nullable Boolean userAwareTokenNeverExpires) {

    CreatePersonalAccessTokenRequest toRequest() {
        return CreatePersonalAccessTokenRequest.create(request -> request.name(Objects.requireNonNullElse(name, ""))
                .scope(scope)
                .accessTokenValiditySeconds(accessTokenValiditySeconds)
                .expirationDate(expirationDate)
                .userAwareTokenNeverExpires(userAwareTokenNeverExpires));
    }
}
