package io.github.sailpat.reactive.internal.pipeline;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.internal.call.CallContext;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Gives each attempt an access token, and tells the provider which one was refused.
 */
public final class AuthorizationStage {
    private final AccessTokenProvider provider;
    private final Supplier<@Nullable AccessToken> cached;

    /**
     * A stage for one client.
     *
     * @param provider gives the access tokens
     * @param cached gives the access token that the provider would give at once; {@code null} if it has to be asked
     */
    public AuthorizationStage(AccessTokenProvider provider, Supplier<@Nullable AccessToken> cached) {
        this.provider = provider;
        this.cached = cached;
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
        AccessToken valid = cached.get();
        return valid != null
                ? authorized(valid, attempt)
                : provider.getAccessToken()
                        .onErrorMap(SailPointException.class, error -> error.within(context.summary()))
                        .flatMapMany(accessToken -> authorized(accessToken, attempt));
    }

    private <T> Flux<T> authorized(AccessToken accessToken, Function<AccessToken, Flux<T>> attempt) {
        return attempt.apply(accessToken)
                .doOnError(UnauthorizedException.class, refused -> provider.reject(accessToken));
    }
}
