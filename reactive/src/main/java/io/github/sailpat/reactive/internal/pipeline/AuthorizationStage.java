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
 * Gives each attempt a bearer, and tells the provider of the one that was refused. Another attempt is not its matter.
 */
public final class AuthorizationStage {
    private final AccessTokenProvider provider;

    /**
     * A stage for one client.
     *
     * @param provider gives the bearers
     */
    public AuthorizationStage(AccessTokenProvider provider) {
        this.provider = provider;
    }

    /**
     * An attempt with a bearer.
     *
     * @param context the call's trace
     * @param attempt what to do with the bearer
     * @return the attempt; a provider's error leaves the context in {@link CallPhase#AUTHORIZATION}, and
     *     tells the attempts and the time of this call
     * @param <T> the result
     */
    public <T> Flux<T> apply(CallContext context, Function<AccessToken, Flux<T>> attempt) {
        context.enter(CallPhase.AUTHORIZATION);
        return provider.getAccessToken()
                .onErrorMap(SailPointException.class, error -> error.within(context.summary()))
                .flatMapMany(bearer -> attempt.apply(bearer)
                        .doOnError(UnauthorizedException.class, refused -> provider.reject(bearer)));
    }
}
