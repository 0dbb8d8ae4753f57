package io.github.sailpat.reactive.internal.oauth;

import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.internal.http.error.CredentialMask;
import io.github.sailpat.reactive.internal.instrumentation.ClientObservation;
import io.github.sailpat.token.Secret;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Who the client is: the credentials that it authenticates with, which may be exchanged while calls are under way. */
public final class SwitchableCredentials {
    private final TokenEndpoint endpoint;
    private final ClientObservation observation;
    private final CredentialMask mask;
    private final @Nullable ClientCredentialsProvider provider;

    private volatile @Nullable ClientCredentials credentials;
    private boolean closed;

    /**
     * The identity of one client.
     *
     * @param endpoint gives bearers
     * @param mask is told the secrets that it has to hide
     * @param credentials the client's own from now on, or {@code null} if it has an own source of bearers
     * @param nanoTime a monotonic clock
     * @param observation is told of the bearers that the provider fetches
     */
    public SwitchableCredentials(
            TokenEndpoint endpoint,
            CredentialMask mask,
            @Nullable ClientCredentials credentials,
            LongSupplier nanoTime,
            ClientObservation observation) {
        this.endpoint = endpoint;
        this.observation = observation;
        this.mask = mask;
        this.credentials = credentials;
        if (credentials == null) {
            provider = null;
        } else {
            mask.hide(credentials.id(), credentials.secret());
            provider = new ClientCredentialsProvider(observation.bearer(endpoint.fetch(credentials)), nanoTime);
        }
    }

    /**
     * Gives bearers for the credentials of the moment.
     *
     * @return the provider, or {@code null} if there are no credentials
     */
    public @Nullable AccessTokenProvider provider() {
        return provider;
    }

    /**
     * Whether a token is the one that the client authenticates with.
     *
     * @param tokenId the token's id, compared without case: rather one too many
     * @return {@code false} also if that is not known, because there are no credentials
     */
    public boolean isOwn(String tokenId) {
        ClientCredentials own = credentials;
        return own != null && own.id().equalsIgnoreCase(tokenId);
    }

    /**
     * Refuses the client's own token.
     *
     * @param tokenId the token's id
     * @throws IllegalArgumentException if it is
     */
    public void requireNotOwn(String tokenId) {
        if (isOwn(tokenId)) {
            throw new IllegalArgumentException("this is the token that the client itself uses to authenticate;"
                    + " set allowOwnClient(true), or remove it from the input");
        }
    }

    /**
     * Tries credentials, once.
     *
     * @param clientId the id
     * @param clientSecret the secret
     * @return completes when a bearer could be had with them, or the endpoint's error
     */
    public Mono<Void> verify(String clientId, Secret clientSecret) {
        return Mono.defer(() -> {
            ClientCredentials tried = ClientCredentials.copyOf(clientId, clientSecret);
            mask.hide(tried.id(), tried.secret());
            return endpoint.fetch(tried).then().doFinally(signal -> {
                mask.forget(tried.id(), tried.secret());
                tried.secret().wipe();
            });
        });
    }

    /**
     * Goes on with other credentials: the bearer of the old ones is not given out any more.
     *
     * @param clientId the id
     * @param clientSecret the secret, of which a copy is kept
     * @throws IllegalStateException if the client has an own source of bearers
     */
    public synchronized void switchTo(String clientId, Secret clientSecret) {
        ClientCredentials before = credentials;
        ClientCredentials next = ClientCredentials.copyOf(clientId, clientSecret);
        if (provider == null || before == null) {
            throw new IllegalStateException("this client has an AccessTokenProvider: switch the credentials there");
        }
        if (closed) {
            next.secret().wipe();
            return;
        }
        mask.hide(next.id(), next.secret());
        credentials = next;
        provider.switchTo(observation.bearer(endpoint.fetch(next)));
        mask.forget(before.id(), before.secret());
        before.secret().wipe();
    }

    /** Forgets bearer and secret. */
    public synchronized void close() {
        closed = true;
        ClientCredentials own = credentials;
        if (provider != null && own != null) {
            provider.close();
            own.secret().wipe();
        }
    }
}
