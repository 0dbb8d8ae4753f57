package io.github.sailpat.reactive.internal.oauth;

import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.internal.http.error.CredentialMask;
import io.github.sailpat.reactive.internal.instrumentation.ClientObservation;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Holds the credentials of a client, which can be switched while calls are in progress. */
public final class SwitchableCredentials {
    private final TokenEndpoint endpoint;
    private final ClientObservation observation;
    private final CredentialMask mask;
    private final VerificationThrottle verificationPause;
    private final @Nullable ClientCredentialsProvider provider;

    private volatile @Nullable ClientCredentials credentials;
    private boolean closed;

    /**
     * Creates the holder of one client.
     *
     * @param endpoint the token endpoint
     * @param mask gets the secrets to mask
     * @param credentials the credentials, which this holder wipes, or {@code null} if the user has set an
     *     {@link AccessTokenProvider}
     * @param timeSource the time
     * @param observation gets the outcome of each fetch of an access token
     */
    public SwitchableCredentials(
            TokenEndpoint endpoint,
            CredentialMask mask,
            @Nullable ClientCredentials credentials,
            TimeSource timeSource,
            ClientObservation observation) {
        this.endpoint = endpoint;
        this.observation = observation;
        this.mask = mask;
        this.verificationPause = new VerificationThrottle(timeSource);
        this.credentials = credentials;
        if (credentials == null) {
            provider = null;
        } else {
            mask.add(credentials.id(), credentials.secret());
            provider = new ClientCredentialsProvider(
                    observation.accessTokenFetch(endpoint.fetch(credentials)), timeSource);
        }
    }

    /**
     * Provides access tokens for the current credentials.
     *
     * @return the provider, or {@code null} if there are no credentials
     */
    public @Nullable AccessTokenProvider provider() {
        return provider;
    }

    /**
     * The access token that {@link #provider()} would give at once.
     *
     * @return {@code null} if the provider has to be asked
     */
    public @Nullable AccessToken cachedAccessToken() {
        return provider == null ? null : provider.cachedAccessToken();
    }

    /**
     * When to ask for an access token again while the token endpoint fails.
     *
     * @param left the time that the caller has left
     * @return how long to wait, or {@code null} if the user has set an {@link AccessTokenProvider}
     */
    public @Nullable Duration untilNextFetch(Duration left) {
        return provider == null ? null : provider.untilNextFetch(left);
    }

    /**
     * Whether a personal access token is the one that the client authenticates with.
     *
     * @param tokenId the id of the token, compared without case, so that no spelling of it passes
     * @return {@code false} also without credentials, when this is unknown
     */
    public boolean isOwn(String tokenId) {
        ClientCredentials own = credentials;
        return own != null && own.id().equalsIgnoreCase(tokenId);
    }

    /**
     * The id of the token that the client authenticates with.
     *
     * @return the id, or {@code null} without credentials
     */
    public @Nullable String clientId() {
        ClientCredentials own = credentials;
        return own == null ? null : own.id();
    }

    /**
     * A copy of the present credentials, which the caller wipes.
     *
     * @return the copy, or after the close the wiped credentials themselves
     * @throws IllegalStateException if the user has set an {@link AccessTokenProvider}
     */
    public synchronized ClientCredentials copy() {
        ClientCredentials own = credentials;
        if (own == null) {
            throw new IllegalStateException("this client has an AccessTokenProvider: it has no credentials to verify");
        }
        return closed ? own : ClientCredentials.copyOf(own.id(), own.secret());
    }

    /**
     * Checks that a personal access token is not the one that the client authenticates with.
     *
     * @param tokenId the id of the token
     * @throws IllegalArgumentException if it is
     */
    public void requireNotOwn(String tokenId) {
        if (isOwn(tokenId)) {
            throw new IllegalArgumentException("this is the token that the client itself uses to authenticate;"
                    + " set allowOwnClient(true), or remove it from the input");
        }
    }

    /**
     * Fetches an access token with other credentials once, and discards it. In a pause that the token endpoint has
     * asked for in another verification (429), nothing is sent, and this is an error with the remaining time.
     *
     * @param clientId the client id
     * @param clientSecret the client secret
     * @return completes when the fetch has succeeded, or the error of the token endpoint
     */
    public Mono<Void> verify(String clientId, Secret clientSecret) {
        return verificationPause.apply(Mono.defer(() -> {
            ClientCredentials tried = ClientCredentials.copyOf(clientId, clientSecret);
            mask.add(tried.id(), tried.secret());
            return endpoint.fetch(tried).then().doFinally(signal -> {
                mask.remove(tried.id(), tried.secret());
                tried.secret().wipe();
            });
        }));
    }

    /**
     * The remaining time of a pause that the token endpoint has asked for in a verification.
     *
     * @return zero without a pause
     */
    public Duration getRemainingVerificationPause() {
        return verificationPause.getRemaining();
    }

    /**
     * Switches to other credentials. The access token of the old ones is not used any more.
     *
     * @param clientId the client id
     * @param clientSecret the client secret, which is copied
     * @throws IllegalStateException if the user has set an {@link AccessTokenProvider}
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
        mask.add(next.id(), next.secret());
        credentials = next;
        provider.switchTo(observation.accessTokenFetch(endpoint.fetch(next)));
        mask.remove(before.id(), before.secret());
        before.secret().wipe();
    }

    /** Discards the access token and wipes the secret. */
    public synchronized void close() {
        closed = true;
        ClientCredentials own = credentials;
        if (provider != null && own != null) {
            provider.close();
            own.secret().wipe();
        }
    }
}
