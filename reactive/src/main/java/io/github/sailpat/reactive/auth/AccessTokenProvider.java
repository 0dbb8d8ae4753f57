package io.github.sailpat.reactive.auth;

import reactor.core.publisher.Mono;

/**
 * Provides the access token for each attempt of each call. It must not depend on the caller's Reactor Context.
 *
 * <p>An implementation should fetch once for any number of concurrent callers, and continue a fetch when the caller
 * that started it cancels.
 */
public interface AccessTokenProvider {
    /**
     * The access token to use now. Subscribed to once per attempt. It should complete immediately while an access token
     * is valid.
     *
     * @return exactly one access token, or an error, with which the attempt fails as not sent
     */
    Mono<AccessToken> getAccessToken();

    /**
     * The tenant returned 401 to this access token. Only this one must be discarded: a newer one may have been fetched
     * in the meantime. Must not block.
     *
     * @param token the access token that was refused, one of this provider
     */
    void reject(AccessToken token);

    /**
     * A provider that always returns the same access token.
     *
     * @param token the access token
     * @return a provider that ignores {@link #reject}
     */
    static AccessTokenProvider constant(AccessToken token) {
        Mono<AccessToken> always = Mono.just(token);
        return new AccessTokenProvider() {
            @Override
            public Mono<AccessToken> getAccessToken() {
                return always;
            }

            @Override
            public void reject(AccessToken rejected) {
                // There is no other access token.
            }
        };
    }
}
