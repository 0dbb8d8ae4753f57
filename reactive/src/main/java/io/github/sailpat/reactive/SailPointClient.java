package io.github.sailpat.reactive;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.internal.client.BaseUrl;
import io.github.sailpat.reactive.internal.client.ClientRuntime;
import io.github.sailpat.reactive.internal.client.ClientSettings;
import io.github.sailpat.reactive.internal.http.ExternalResources;
import io.github.sailpat.reactive.internal.oauth.ClientCredentials;
import io.github.sailpat.reactive.internal.setting.SettingChecks;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * A client of one tenant, with one set of credentials. It holds threads, connections and an access token, and is
 * thread-safe: create one, share it, and dispose of it at the end.
 *
 * <pre>{@code
 * SailPointClient client = SailPointClient.create(b -> b
 *         .tenant("acme")
 *         .clientCredentials(id, Secret.of(secret)));
 * }</pre>
 */
public final class SailPointClient implements Disposable, AutoCloseable {
    private final ClientRuntime runtime;

    private SailPointClient(ClientRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Creates a client by a lambda. Nothing is sent and no connection is opened. For an {@code https} URL, the JDK
     * reads the trust store and random numbers of the operating system, so call it on a thread that may block.
     *
     * @param customizer sets up the builder; the tenant and the credentials are required
     * @return a client
     * @throws IllegalArgumentException if a rule is broken; the message names it
     */
    public static SailPointClient create(UnaryOperator<Builder> customizer) {
        return Objects.requireNonNull(customizer, "customizer")
                .apply(new Builder())
                .build();
    }

    /**
     * Creates a client from the settings of SailPoint's own tools: the environment variables {@code SAIL_BASE_URL},
     * {@code SAIL_CLIENT_ID} and {@code SAIL_CLIENT_SECRET}, and for those that are absent the file {@code config.json}
     * in the working directory, with the keys {@code BaseURL}, {@code ClientId} and {@code ClientSecret}. Reads that
     * file, so it blocks.
     *
     * @return a client
     * @throws IllegalArgumentException if a setting is missing or breaks a rule
     */
    public static SailPointClient fromEnvironment() {
        return create(b -> b.environment(System.getenv(), Path.of("config.json")));
    }

    /**
     * The operations on personal access tokens.
     *
     * @return the operations; always the same object
     */
    public PersonalAccessTokens personalAccessTokens() {
        return runtime.personalAccessTokens();
    }

    /**
     * Switches to other credentials of the same tenant. Access tokens are fetched with the new credentials from now on.
     * A call in flight whose access token is refused, because the old credentials were deleted, is retried with a new
     * one. {@linkplain PersonalAccessTokens#verify Verify} the new credentials first. The rate limiter stays the same.
     * Does not block and sends nothing.
     *
     * @param clientId the id
     * @param clientSecret the secret; it is copied, and the copy is wiped when the client is disposed of
     * @throws IllegalArgumentException if the id is blank
     * @throws IllegalStateException if the client has an {@link AccessTokenProvider}, or the secret was wiped
     */
    public void switchCredentials(String clientId, Secret clientSecret) {
        runtime.switchCredentials(
                Objects.requireNonNull(clientId, "clientId"), Objects.requireNonNull(clientSecret, "clientSecret"));
    }

    /**
     * The id of the personal access token that the client authenticates with. It changes with {@link
     * #switchCredentials}, and with a rotation of that token.
     *
     * @return the id, or {@code null} if the client has an {@link AccessTokenProvider}
     */
    public @Nullable String getClientId() {
        return runtime.clientId();
    }

    /**
     * Checks the present credentials of the client by fetching an access token, which is discarded: for a health check.
     * It is no request of the API and needs no permit; see {@link PersonalAccessTokens#verify} for the rest.
     *
     * @return completes when the access token was fetched, within 10 s.
     *     {@link io.github.sailpat.error.AuthenticationException} if the tenant refused the credentials,
     *     {@link IllegalStateException} if the client has an {@link AccessTokenProvider}
     */
    public Mono<Void> verifyCredentials() {
        return runtime.verifyCredentials();
    }

    /** Closes the client without waiting; see {@link #disposeLater()}. */
    @Override
    public void dispose() {
        runtime.dispose();
    }

    /** The same as {@link #dispose()}, for {@code try} and {@code use}. Returns immediately. */
    @Override
    public void close() {
        dispose();
    }

    @Override
    public boolean isDisposed() {
        return runtime.isDisposed();
    }

    /**
     * Closes the client. First every call fails with a {@link ClientClosedException}, on threads of the client; its
     * {@code isMaybeApplied()} tells whether the request was sent. Jobs complete as after {@link BulkJob#stop()}, with
     * one outcome for each input that was taken. A secret that has arrived is delivered, and a create that was sent is
     * reported to {@link Builder#onAbandonedCreate}. Then the connections and threads that the client has opened are
     * closed, and its access token and its secret are wiped. A provider, a limiter or a transport that was passed in is
     * not closed. Every call that is subscribed to afterwards fails immediately, and sends nothing.
     *
     * <p>May be subscribed to any number of times, from any thread; the client is closed once. A thread of the client's
     * own event loop must not be blocked to wait for it: the loop could not be closed, and the result is an
     * {@link IllegalStateException} after two seconds.
     *
     * @return completes when everything is closed, within seconds
     */
    public Mono<Void> disposeLater() {
        return runtime.disposeLater();
    }

    /**
     * Closes the client when its calls have terminated. From the subscription on, new calls fail, and jobs are stopped
     * as by {@link BulkJob#stop()}; calls and rotations in flight continue. When they have terminated, or after the
     * grace period, the client is closed as by {@link #disposeLater()}. A thread of the client's own event loop may
     * subscribe to it, and must not be blocked to wait for it, as there.
     *
     * @param gracePeriod the longest time to wait for calls in flight, zero or more
     * @return completes when everything is closed
     */
    public Mono<Void> disposeLater(Duration gracePeriod) {
        return runtime.disposeLater(Objects.requireNonNull(gracePeriod, "gracePeriod"));
    }

    /** Contains the base URL and the API version, and no secret. */
    @Override
    public String toString() {
        return "SailPointClient[" + runtime + ']';
    }

    /**
     * Builds a {@link SailPointClient}. The tenant and the credentials are required; every other setting has a default.
     */
    public static final class Builder {
        private final ClientSettings.Draft draft = new ClientSettings.Draft();

        private Builder() {}

        /**
         * The tenant by its name: {@code https://NAME.api.identitynow.com}.
         *
         * @param name the name, also of a tenant with a vanity domain
         * @return this builder
         * @throws IllegalArgumentException if it is not a single DNS label
         */
        public Builder tenant(String name) {
            return baseUrl(BaseUrl.ofTenant(SettingChecks.present("tenant", name)));
        }

        /**
         * The tenant by its URL, without a path. Plain {@code http} is for loopback hosts only. The host is the one of
         * the API ({@code acme.api.identitynow.com}), not the one of the user interface.
         *
         * @param url scheme, host and optionally a port
         * @return this builder
         * @throws IllegalArgumentException with the rule that is broken, and with the URL that is probably meant, if
         *     any
         */
        public Builder baseUrl(URI url) {
            draft.baseUrl = BaseUrl.check(SettingChecks.present("baseUrl", url));
            return this;
        }

        /**
         * The credentials: the id and the secret of a personal access token or of an API client. The secret is copied,
         * and the copy is wiped when the client is disposed of.
         *
         * <p>An access token is fetched when the first call needs one, once for any number of callers. It is refreshed
         * after three quarters of its validity, while the old one is still used. Its validity is {@code expires_in} of
         * the response (a number, or a string that contains one), from the request on; if that is absent or not
         * positive, one minute. After a failure the endpoint is called again after 250 ms, and then after twice the
         * time, up to 15 s; until then calls fail with the error of the last fetch.
         *
         * @param clientId the id
         * @param clientSecret the secret
         * @return this builder
         * @throws IllegalArgumentException if the id is blank or has control characters, or one of them is longer than
         *     1,024 characters or not valid Unicode
         */
        public Builder clientCredentials(String clientId, Secret clientSecret) {
            draft.credentials = ClientCredentials.copyOf(
                    SettingChecks.present("clientCredentials(clientId)", clientId),
                    SettingChecks.present("clientCredentials(clientSecret)", clientSecret));
            return this;
        }

        /**
         * Another source of access tokens, instead of client credentials.
         *
         * @param provider the source; it is not closed with the client
         * @return this builder
         */
        public Builder accessTokenProvider(AccessTokenProvider provider) {
            draft.provider = SettingChecks.present("accessTokenProvider", provider);
            return this;
        }

        /**
         * The settings of SailPoint's own tools: {@code SAIL_BASE_URL}, {@code SAIL_CLIENT_ID} and
         * {@code SAIL_CLIENT_SECRET}, and for those that are absent or empty {@code BaseURL}, {@code ClientId} and
         * {@code ClientSecret} of a file. A setting that is in neither is not changed. Reads the file now, so it
         * blocks. To read the file first, use {@link #environment(EnvironmentSettings)}.
         *
         * @param variables environment variables
         * @param config a JSON file; it may be absent, and is not read if the variables are complete
         * @return this builder
         * @throws IllegalArgumentException if the file is not JSON, or a setting breaks a rule
         */
        public Builder environment(Map<String, String> variables, Path config) {
            SettingChecks.present("environment(config)", config);
            EnvironmentSettings found =
                    EnvironmentSettings.ofVariables(SettingChecks.present("environment(variables)", variables));
            return environment(
                    found.isComplete() || !Files.exists(config)
                            ? found
                            : found.orElse(EnvironmentSettings.ofFile(config)));
        }

        /**
         * The settings of SailPoint's own tools. A setting that is absent is not changed.
         *
         * @param settings the settings of variables, of a file, or of both
         * @return this builder
         * @throws IllegalArgumentException if a setting breaks a rule, or one of id and secret is absent
         */
        public Builder environment(EnvironmentSettings settings) {
            String id = SettingChecks.present("environment", settings).getClientId();
            Secret secret = settings.getClientSecret();
            if ((id == null) != (secret == null)) {
                throw new IllegalArgumentException(
                        "SAIL_CLIENT_ID and SAIL_CLIENT_SECRET (or ClientId and ClientSecret)"
                                + " belong together: one of them is missing");
            }
            if (settings.getBaseUrl() != null) {
                baseUrl(settings.getBaseUrl());
            }
            return id == null || secret == null ? this : clientCredentials(id, secret);
        }

        /**
         * The API version. Default: {@link ApiVersion#BETA}.
         *
         * @param version the version
         * @return this builder
         */
        public Builder apiVersion(ApiVersion version) {
            draft.version = SettingChecks.present("apiVersion", version);
            return this;
        }

        /**
         * The longest time of a call, with all attempts and waits. Default: 60 s, and 15 minutes for a list; this
         * method sets both. For a list, time without demand does not count.
         *
         * @param deadline the time, above zero and at most a year
         * @return this builder
         * @throws IllegalArgumentException if it is not above zero, or more than a year
         */
        public Builder deadline(Duration deadline) {
            draft.callDeadline = SettingChecks.positive("deadline", deadline);
            draft.listDeadline = deadline;
            return this;
        }

        /**
         * The longest time of a TCP connect, and of the TLS handshake after it. Default: 5 s.
         *
         * @param timeout the time, above zero and at most a year
         * @return this builder
         * @throws IllegalArgumentException if it is not above zero, or more than a year
         */
        public Builder connectTimeout(Duration timeout) {
            draft.connectTimeout = SettingChecks.positive("connectTimeout", timeout);
            return this;
        }

        /**
         * The longest time without data from the tenant: from the end of the request to the response, between two
         * chunks of the response and, in a list, until the next token while there is demand. Default: 20 s, so that an
         * attempt without a response can be retried within the deadline.
         *
         * @param timeout the time, above zero and at most a year
         * @return this builder
         * @throws IllegalArgumentException if it is not above zero, or more than a year
         */
        public Builder responseTimeout(Duration timeout) {
            draft.responseTimeout = SettingChecks.positive("responseTimeout", timeout);
            return this;
        }

        /**
         * How long an idle connection is kept. Default: 15 s. That is longer than the 10 s window of the rate limit, so
         * that a bulk job keeps its connections, and shorter than the idle timeout of common servers and load
         * balancers, so that they rarely close a connection that is about to be used.
         *
         * @param time the time, above zero and at most a year
         * @return this builder
         * @throws IllegalArgumentException if it is not above zero, or more than a year
         */
        public Builder maxIdleTime(Duration time) {
            draft.maxIdleTime = SettingChecks.positive("maxIdleTime", time);
            return this;
        }

        /**
         * How long a connection is used. Afterwards it is closed, as soon as no call uses it, and the next call opens a
         * new one. So a changed DNS entry of the tenant is followed under steady traffic too. Default: 10 min.
         *
         * @param time the time, above zero and at most a year
         * @return this builder
         * @throws IllegalArgumentException if it is not above zero, or more than a year
         */
        public Builder maxConnectionLife(Duration time) {
            draft.maxConnectionLife = SettingChecks.positive("maxConnectionLife", time);
            return this;
        }

        /**
         * The maximum number of connections; calls beyond it wait for a free one. Lists have a pool of their own with
         * the same maximum. With {@link HttpVersion#HTTP_2} it is the maximum of calls in flight, which share a
         * connection. Default: 64, more than the rate limit can use.
         *
         * @param connections at least one
         * @return this builder
         * @throws IllegalArgumentException if it is less than one
         */
        public Builder maxConnections(int connections) {
            draft.maxConnections = SettingChecks.atLeastOne("maxConnections", connections);
            return this;
        }

        /**
         * The version of HTTP to ask for. Default: {@link HttpVersion#HTTP_1_1}. With {@link HttpVersion#HTTP_2} lists
         * share one connection and all other calls another one. The tenant limits how many calls are open on a
         * connection; {@code maxConnections} limits it too, and further calls wait. A cancel resets the stream of its
         * call, and does not close the connection. A request that the tenant has refused to process is repeated,
         * whatever its operation is.
         *
         * @param version the version
         * @return this builder
         */
        public Builder protocol(HttpVersion version) {
            draft.protocol = SettingChecks.present("protocol", version);
            return this;
        }

        /**
         * The number of event loop threads. Default: 1, which is faster than several up to tens of thousands of calls
         * per second, because no signal changes threads.
         *
         * @param threads at least one
         * @return this builder
         * @throws IllegalArgumentException if it is less than one
         */
        public Builder eventLoops(int threads) {
            draft.eventLoops = SettingChecks.atLeastOne("eventLoops", threads);
            return this;
        }

        /**
         * How temporary failures are retried. Default: {@link RetryPolicy#standard()}.
         *
         * @param policy the policy
         * @return this builder
         */
        public Builder retryPolicy(RetryPolicy policy) {
            draft.retryPolicy = SettingChecks.present("retryPolicy", policy);
            return this;
        }

        /**
         * Whether a token that was created, but whose secret was lost in transit, is deleted and created again, instead
         * of being reported by a {@link io.github.sailpat.error.SecretLostException}. Only a token that was never used
         * is deleted. Default: {@code false}, because the caller shall decide about a delete.
         *
         * @param replace whether to delete and create again
         * @return this builder
         */
        public Builder replaceLostTokens(boolean replace) {
            draft.replaceLostTokens = replace;
            return this;
        }

        /**
         * Whether a create that was sent runs to its end although its subscriber cancels, as {@code withTimeout} of
         * Kotlin or a browser that goes away does: {@code create}, and the items of {@code createAll}. Its secret then
         * goes to {@link #onUndeliveredSecret}, or to the hand-over of the job. It is not sent again, and ends within
         * its deadline; if it fails so that a token exists or may exist, {@link #onAbandonedCreate} is told. A create
         * that was not sent is cancelled. Default: {@code false}: cancel closes the connection, and
         * {@link #onAbandonedCreate} is told of the create.
         *
         * @param complete whether to let it run to its end
         * @return this builder
         */
        public Builder completeSentCreates(boolean complete) {
            draft.completeSentCreates = complete;
            return this;
        }

        /**
         * What to do with an element of a list that cannot be read as a token, because it is no object or has no id.
         * Default: {@link UnreadableElements#SKIP}, so that one unreadable element does not make every list fail.
         *
         * @param elements whether to skip it, or to fail
         * @return this builder
         */
        public Builder unreadableElements(UnreadableElements elements) {
            draft.unreadableElements = SettingChecks.present("unreadableElements", elements);
            return this;
        }

        /**
         * The rate limiter. Default: 100 requests in any 10 s, which is the tenant's limit per client id and API
         * version. The clients of this process that have both and the host in common share one limiter by default. The
         * client id of a client with an {@link AccessTokenProvider} is not known: set the same limiter for such
         * clients.
         *
         * @param limiter the limiter; {@link RateLimiter#unlimited()} for no limit
         * @return this builder
         */
        public Builder rateLimiter(RateLimiter limiter) {
            draft.limiter = SettingChecks.present("rateLimiter", limiter);
            return this;
        }

        /**
         * Receives the events of the client, for metrics and traces. Default: none, which has no cost.
         *
         * @param observer for example a {@code MicrometerObserver}; see {@link io.github.sailpat.reactive.micrometer}
         * @return this builder
         */
        public Builder observer(ClientObserver observer) {
            draft.observer = SettingChecks.present("observer", observer);
            return this;
        }

        /**
         * Receives a token whose secret has arrived after its subscriber has cancelled: the subscriber of
         * {@code create}, or of a job or rotation whose options have no handler of their own; or a token whose
         * hand-over by a bulk create has failed. Default: its id is logged as a warning. Called at most once for each
         * token, on any thread, possibly during {@code cancel()}. It must not block.
         *
         * @param handler takes the token, with its secret
         * @return this builder
         */
        public Builder onUndeliveredSecret(Consumer<CreatedPersonalAccessToken> handler) {
            draft.onUndeliveredSecret = SettingChecks.present("onUndeliveredSecret", handler);
            return this;
        }

        /**
         * Receives a create that was sent, and whose outcome did not certainly reach its subscriber, because that has
         * cancelled or the client was closed: the token may exist. Default: its name is logged as a warning. If its
         * secret arrives later, the token goes to {@link #onUndeliveredSecret} as well. A cancel from another thread
         * within a second of the emission is reported with the token's id, because the subscriber may have dropped it.
         * Called on any thread, possibly during {@code cancel()}. It must not block.
         *
         * @param handler takes the name, the time, and the id if it is known
         * @return this builder
         */
        public Builder onAbandonedCreate(Consumer<AbandonedCreate> handler) {
            draft.onAbandonedCreate = SettingChecks.present("onAbandonedCreate", handler);
            return this;
        }

        /**
         * The name of the application, which is put before the name of the library in {@code User-Agent}.
         *
         * @param product a product of RFC 9110 section 10.1.5, for example {@code acme-rotation/2.1}
         * @return this builder
         * @throws IllegalArgumentException if it is not visible ASCII and spaces, or longer than 256 characters
         */
        public Builder userAgent(String product) {
            draft.userAgent = SettingChecks.product(product);
            return this;
        }

        /**
         * How the host name of the base URL is resolved. Default: {@link HostResolver#system()}, the resolver of the
         * platform. With a proxy the name is not resolved here.
         *
         * @param resolver the resolver
         * @return this builder
         */
        public Builder hostResolver(HostResolver resolver) {
            draft.hostResolver = SettingChecks.present("hostResolver", resolver);
            return this;
        }

        /**
         * The trusted certificates, and a client certificate. Default: the trust store of the JDK, and no client
         * certificate.
         *
         * @param options the options
         * @return this builder
         */
        public Builder tls(TlsOptions options) {
            draft.tls = SettingChecks.present("tls", options).settings();
            return this;
        }

        /**
         * The HTTP proxy. Default: none. System properties and environment variables for proxies are ignored, so that
         * only this program decides where its secrets are sent.
         *
         * @param options the options; the base URL must be {@code https}
         * @return this builder
         */
        public Builder proxy(ProxyOptions options) {
            draft.proxy = SettingChecks.present("proxy", options).settings();
            return this;
        }

        /**
         * Connections and threads of the application, for example of its web server, instead of the client's own. Their
         * number and the idle time of a connection are then those of the provider, and disposing of this client closes
         * none of them. Single calls and open lists each have a pool of their own in the provider, so a call never
         * waits for an open list.
         *
         * @param connections the connection provider; a call that gets no connection from it in time fails as not sent
         * @param threads the event loops
         * @return this builder
         */
        public Builder sharedResources(ConnectionProvider connections, LoopResources threads) {
            draft.shared = new ExternalResources(
                    SettingChecks.present("sharedResources(connections)", connections),
                    SettingChecks.present("sharedResources(threads)", threads));
            return this;
        }

        /**
         * Customizes Reactor Netty's {@code HttpClient}: metrics, name resolution, or another client with its own
         * connections and threads, which are not closed with this client. Settings that the client depends on are
         * applied afterwards: the address and TLS as in the base URL, no redirects, no retries by the transport, no
         * compression (sizes are limited as data arrives), no wiretap (it would log every secret), and the timeouts.
         *
         * <p>When the client is built, {@code null} and protocols other than HTTP/1.1 are refused with an
         * {@link IllegalArgumentException}. What a function of the {@code HttpClient} throws later is the cause of the
         * error of the call.
         *
         * @param customizer takes the client's {@code HttpClient} and returns the one to use; called once for single
         *     calls, once for lists, and once for the retries of each after a connection failed
         * @return this builder
         */
        public Builder httpClient(UnaryOperator<HttpClient> customizer) {
            draft.customizer = SettingChecks.present("httpClient", customizer);
            return this;
        }

        private SailPointClient build() {
            return new SailPointClient(new ClientRuntime(draft.finish()));
        }
    }
}
