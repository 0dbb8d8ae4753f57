package io.github.sailpat.webflux;

import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for. The rules are the library's: a broken one is answered with 400 and its words.
 *
 * @param name the name
 * @param scope the scopes, or {@code null} for all that its owner has
 * @param accessTokenValiditySeconds how long a bearer lives
 * @param expirationDate when it ends
 * @param userAwareTokenNeverExpires for one that never ends, on API versions that have such tokens
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
