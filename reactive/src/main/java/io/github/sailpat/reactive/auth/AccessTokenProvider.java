package io.github.sailpat.reactive.auth;

import reactor.core.publisher.Mono;

/**
 * Gives the bearer for each attempt of each call. The caller's Reactor Context never decides which.
 *
 * <p>An own implementation should fetch once for any number of concurrent callers, and go on with a fetch when the
 * caller that began it cancels.
 */
public interface AccessTokenProvider {
    /**
     * The bearer to use now. Subscribed once an attempt; it should complete at once while a bearer lives.
     *
     * @return exactly one bearer, or an error, which ends the attempt: nothing of the call was sent then
     */
    Mono<AccessToken> getAccessToken();

    /**
     * Tells that the tenant answered 401 to this bearer. Only that very bearer is to be dropped: a newer one may have
     * come in the meantime. Must not block.
     *
     * @param token the bearer that was refused, one that this provider gave
     */
    void reject(AccessToken token);

    /**
     * A provider that always gives the same bearer.
     *
     * @param token the bearer
     * @return a provider that ignores refusals
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
                // There is no other.
            }
        };
    }
}
