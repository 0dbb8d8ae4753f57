package io.github.sailpat.sandbox;

import org.jspecify.annotations.Nullable;

/** Handles a request that was read: authentication, rate limit, operation. Never throws. */
final class Api {

    private final OAuthEndpoint oauth;
    private final TokensEndpoint tokens;
    private final AccessTokens accessTokens;
    private final RateLimit rateLimit;

    Api(OAuthEndpoint oauth, TokensEndpoint tokens, AccessTokens accessTokens, RateLimit rateLimit) {
        this.oauth = oauth;
        this.tokens = tokens;
        this.accessTokens = accessTokens;
        this.rateLimit = rateLimit;
    }

    Response handle(Exchange exchange) {
        try {
            return dispatch(exchange);
        } catch (ApiException e) {
            return e.response();
        } catch (RuntimeException e) {
            return ApiException.of(500, "500.0 Internal Fault", "An internal fault occurred: " + e)
                    .response();
        }
    }

    private Response dispatch(Exchange exchange) {
        Route route = exchange.route();
        Version version = route.version();
        if (route.operation() == Operation.TOKEN) {
            return oauth.handle(exchange);
        }
        if (version == null) {
            throw route.knownPath() ? wrongMethod() : ApiException.notFound();
        }
        Caller caller = accessTokens.callerOf(exchange.header("Authorization"));
        if (caller == null) {
            throw ApiException.unauthorized();
        }
        rateLimit.acquire(caller.clientId(), version);
        return switch (route.operation()) {
            case CREATE -> tokens.create(exchange, version, caller);
            case LIST -> tokens.list(exchange, version, caller);
            case PATCH -> tokens.patch(exchange, id(route.tokenId()), version, caller);
            case DELETE -> tokens.delete(id(route.tokenId()), caller);
            default -> throw wrongMethod();
        };
    }

    private static String id(@Nullable String id) {
        if (id == null) {
            throw ApiException.notFound();
        }
        return id;
    }

    private static ApiException wrongMethod() {
        return ApiException.of(405, "405 Method not allowed", "The resource does not support this method.");
    }
}
