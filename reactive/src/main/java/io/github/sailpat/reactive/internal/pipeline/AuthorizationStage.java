package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.internal.call.CallContext;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/**
 * Gives each attempt an access token, and tells the provider which one was refused.
 */
public final class AuthorizationStage {
    private final AccessTokenProvider provider;

    /**
     * A stage for one client.
     *
     * @param provider gives the access tokens
     */
    public AuthorizationStage(AccessTokenProvider provider) {
        this.provider = provider;
    }

    /**
     * An attempt with an access token.
     *
     * @param context the context of the call
     * @param attempt what to do with the access token
     * @return the attempt; a provider's error leaves the context in {@link CallPhase#AUTHORIZATION}, and
     *     tells the attempts and the time of this call
     * @param <T> the result
     */
    public <T> Flux<T> apply(CallContext context, Function<AccessToken, Flux<T>> attempt) {
        context.enter(CallPhase.AUTHORIZATION);
        return provider.getAccessToken()
                .onErrorMap(SailPointException.class, error -> error.within(context.summary()))
                .flatMapMany(accessToken -> attempt.apply(accessToken)
                        .doOnError(UnauthorizedException.class, refused -> provider.reject(accessToken)));
    }
}
