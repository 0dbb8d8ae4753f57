package io.github.sailpat.reactive.internal.function;

import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The access token provider of the application. If it throws, or provides no access token, the attempt fails. If it
 * throws when an access token is rejected, that is logged, and the call continues.
 *
 * @param provider the provider
 */
public record SafeAccessTokenProvider(AccessTokenProvider provider) implements AccessTokenProvider {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.token");

    @Override
    public Mono<AccessToken> getAccessToken() {
        return FunctionMono.of("AccessTokenProvider.getAccessToken()", provider::getAccessToken)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(
                        "AccessTokenProvider.getAccessToken() completed without an access token")));
    }

    @Override
    public void reject(AccessToken token) {
        try {
            provider.reject(token);
        } catch (Throwable e) { // of the application
            LOG.warn("AccessTokenProvider.reject(...) threw an exception, and the call continues: {}", e.toString());
        }
    }
}
