package io.github.sailpat.reactive.internal.client;

import io.github.sailpat.reactive.AbandonedCreate;
import io.github.sailpat.reactive.HostResolver;
import io.github.sailpat.reactive.HttpVersion;
import io.github.sailpat.reactive.UnreadableElements;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.internal.function.SafeAccessTokenProvider;
import io.github.sailpat.reactive.internal.function.SafeRateLimiter;
import io.github.sailpat.reactive.internal.http.ExternalResources;
import io.github.sailpat.reactive.internal.http.ProxySettings;
import io.github.sailpat.reactive.internal.http.TlsSettings;
import io.github.sailpat.reactive.internal.http.TransportSettings;
import io.github.sailpat.reactive.internal.oauth.ClientCredentials;
import io.github.sailpat.reactive.internal.setting.SettingChecks;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/**
 * The settings of a client, checked and with their defaults. Their setters are in {@code SailPointClient.Builder}, the
 * rules for single values in {@link SettingChecks}.
 *
 * @param transport the settings of the transport
 * @param credentials the initial credentials, or {@code null} with a provider
 * @param provider the user's provider of access tokens, or {@code null} with credentials
 * @param version the API version
 * @param callDeadline the deadline of a call with one result
 * @param listDeadline the deadline of a list
 * @param retryPolicy the retry policy
 * @param replaceLostTokens whether a new token whose secret was lost is deleted and created again
 * @param completeSentCreates whether a create that was sent runs to its end although its subscriber cancels
 * @param unreadableElements what to do with an element of a list that cannot be read
 * @param limiter the rate limiter
 * @param observer the observer, or {@code null} for none
 * @param onUndeliveredSecret takes a token whose secret cannot be delivered, or {@code null} to log its id
 * @param onAbandonedCreate takes a create whose outcome is not emitted, or {@code null} to log its name
 */
public record ClientSettings(
        TransportSettings transport,
        @Nullable ClientCredentials credentials,
        @Nullable AccessTokenProvider provider,
        ApiVersion version,
        Duration callDeadline,
        Duration listDeadline,
        RetryPolicy retryPolicy,
        boolean replaceLostTokens,
        boolean completeSentCreates,
        UnreadableElements unreadableElements,
        RateLimiter limiter,
        @Nullable ClientObserver observer,
        @Nullable Consumer<CreatedPersonalAccessToken> onUndeliveredSecret,
        @Nullable Consumer<AbandonedCreate> onAbandonedCreate) {

    /** The mutable values of the builder, with all defaults. */
    public static final class Draft {
        private static final String LIBRARY = "sailpat/" + LibraryVersion.VALUE;

        public @Nullable URI baseUrl;
        public @Nullable ClientCredentials credentials;
        public @Nullable AccessTokenProvider provider;
        public ApiVersion version = ApiVersion.BETA;
        public Duration callDeadline = Duration.ofSeconds(60);
        public Duration listDeadline = Duration.ofMinutes(15);
        public Duration connectTimeout = Duration.ofSeconds(5);
        public Duration responseTimeout = Duration.ofSeconds(20);
        public Duration maxIdleTime = Duration.ofSeconds(15);
        public Duration maxConnectionLife = Duration.ofMinutes(10);
        public int maxConnections = 64;
        public HttpVersion protocol = HttpVersion.HTTP_1_1;
        public int eventLoops = 1;
        public RetryPolicy retryPolicy = RetryPolicy.standard();
        public boolean replaceLostTokens;
        public boolean completeSentCreates;
        public UnreadableElements unreadableElements = UnreadableElements.SKIP;
        public @Nullable RateLimiter limiter;
        public @Nullable ClientObserver observer;
        public @Nullable Consumer<CreatedPersonalAccessToken> onUndeliveredSecret;
        public @Nullable Consumer<AbandonedCreate> onAbandonedCreate;
        public @Nullable String userAgent;
        public HostResolver hostResolver = HostResolver.system();
        public TlsSettings tls = TlsSettings.DEFAULT;
        public @Nullable ProxySettings proxy;
        public @Nullable ExternalResources shared;
        public UnaryOperator<HttpClient> customizer = UnaryOperator.identity();

        /**
         * Checks the settings as a whole.
         *
         * @return the settings
         * @throws IllegalArgumentException if a required one is missing, or two exclude each other
         */
        public ClientSettings finish() {
            if (baseUrl == null) {
                throw new IllegalArgumentException("the tenant is missing: call tenant(...) or baseUrl(...)");
            }
            if ((credentials == null) == (provider == null)) {
                throw new IllegalArgumentException("the credentials are missing or given twice:"
                        + " call either clientCredentials(...) or accessTokenProvider(...)");
            }
            if (proxy != null && "http".equals(baseUrl.getScheme())) {
                throw new IllegalArgumentException(
                        "a proxy requires an https base URL: with http it could read every access token");
            }
            TransportSettings transport = new TransportSettings(
                    baseUrl,
                    userAgent == null ? LIBRARY : userAgent + ' ' + LIBRARY,
                    shared == null ? maxConnections : shared.maxConnections(maxConnections),
                    eventLoops,
                    protocol == HttpVersion.HTTP_2,
                    connectTimeout,
                    responseTimeout,
                    maxIdleTime,
                    maxConnectionLife,
                    hostResolver::resolve,
                    tls,
                    proxy == null ? null : proxy.copy(),
                    shared,
                    customizer);
            return new ClientSettings(
                    transport,
                    credentials,
                    provider == null ? null : new SafeAccessTokenProvider(provider),
                    version,
                    callDeadline,
                    listDeadline,
                    retryPolicy,
                    replaceLostTokens,
                    completeSentCreates,
                    unreadableElements,
                    limiter == null
                            ? DefaultRateLimiters.limiterFor(
                                    baseUrl, credentials == null ? null : credentials.id(), version)
                            : SafeRateLimiter.of(limiter),
                    observer,
                    onUndeliveredSecret,
                    onAbandonedCreate);
        }
    }
}
