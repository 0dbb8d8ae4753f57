package io.github.sailpat.sandbox;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * An embedded tenant: the server side of the personal access token API, on 127.0.0.1 and in memory.
 *
 * <pre>{@code
 * try (SandboxTenant tenant = SandboxTenant.start(options -> options.tokens(5).rateLimitOff())) {
 *     // a client for tenant.getBaseUrl(), tenant.getClientId() and tenant.getClientSecret()
 *     assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(1);
 * }
 * }</pre>
 *
 * <p>It serves every API version that has personal access tokens, and {@code /oauth/token}. It keeps their rules:
 * validation, unique names, ten tokens an owner, the rate limit, access tokens that expire. A token has the fields
 * of the version in the path: v2025 and later have {@code userAwareTokenNeverExpires}, and in v3 and v2024, where
 * {@code expirationDate} cannot be {@code null}, a token that never expires has no such field.
 *
 * <p>The token request is an urlencoded or a multipart form, as the official SDKs send it. Here the tenant is stricter
 * than the real one: credentials in the query are refused, since a query ends up in access logs.
 *
 * <p>All methods may be called by any thread.
 */
public final class SandboxTenant implements AutoCloseable {

    /** Usually it takes a few milliseconds; a slow machine should not fail a test. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private static final int LOOPS = 2;
    /** Short enough for every version. */
    private static final Duration LIFETIME = Duration.ofDays(90);

    private final SandboxOptions options;
    private final Caller admin;
    private final TokenStore store = new TokenStore();
    private final Identifiers identifiers;
    private final AccessTokens accessTokens;
    private final Ledger ledger;
    private final Faults faults = new Faults();
    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final LoopResources loops = LoopResources.create("sandbox-tenant", 1, LOOPS, true);
    private final DisposableServer server;

    private SandboxTenant(SandboxOptions options) {
        this.options = options;
        this.identifiers = new Identifiers(options.seed);
        this.admin = new Caller(options.clientId, identifiers.id(), "Sandbox Administrator", true);
        this.accessTokens = new AccessTokens(identifiers, id -> isUnlistedAdmin(id) || store.contains(id));
        this.ledger = new Ledger(store, options.recordLast);
        new SampleTokens(options.seed, identifiers).addTo(store, options.tokens);
        if (options.ownTokenListed) {
            store.add(newToken("sandbox-administration", options.clientId, options.clientSecret), Integer.MAX_VALUE);
        }
        this.server = bind();
    }

    /**
     * Starts a tenant with the default options.
     *
     * @return the tenant, listening
     */
    public static SandboxTenant start() {
        return start(options -> options);
    }

    /**
     * Starts a tenant.
     *
     * @param options sets the options
     * @return the tenant, listening
     * @throws IllegalArgumentException if an option is out of range
     * @throws reactor.netty.ChannelBindException if the port is taken
     */
    public static SandboxTenant start(UnaryOperator<SandboxOptions.Builder> options) {
        return new SandboxTenant(options.apply(SandboxOptions.builder()).build());
    }

    /**
     * The base URL.
     *
     * @return {@code http://127.0.0.1:PORT}, or {@code https://localhost:PORT} with TLS
     */
    public URI getBaseUrl() {
        return URI.create((options.tls == null ? "http://127.0.0.1:" : "https://localhost:") + server.port());
    }

    /**
     * The client id of the sandbox's own administrator.
     *
     * @return the client id
     */
    public String getClientId() {
        return options.clientId;
    }

    /**
     * The client secret of the sandbox's own administrator.
     *
     * @return the client secret
     */
    public String getClientSecret() {
        return options.clientSecret;
    }

    /**
     * The identity of the sandbox's own administrator: {@code me} for these credentials.
     *
     * @return the identity id
     */
    public String getOwnerId() {
        return admin.ownerId();
    }

    /**
     * The tokens that exist and the requests that were received.
     *
     * @return the ledger, the same one each time
     */
    public Ledger getLedger() {
        return ledger;
    }

    /**
     * The faults, which tests add.
     *
     * @return the faults, the same object each time
     */
    public Faults getFaults() {
        return faults;
    }

    /**
     * Adds a token that the administrator owns, never used, that expires in 90 days.
     *
     * @param name its name
     * @return the token, with its secret
     * @throws IllegalArgumentException if its owner has one of that name
     */
    public SandboxToken addToken(String name) {
        return addToken(name, token -> token);
    }

    /**
     * Adds a token. The maximum number of tokens per owner does not apply.
     *
     * @param name its name
     * @param change makes it what it shall be, of a token that the administrator owns, never used, that expires in
     *     90 days
     * @return the token, with its secret
     * @throws IllegalArgumentException if its owner has one of that name
     */
    public SandboxToken addToken(String name, UnaryOperator<SandboxToken> change) {
        SandboxToken token = change.apply(newToken(name, identifiers.id(), identifiers.secret()));
        try {
            store.add(token, Integer.MAX_VALUE);
        } catch (ApiException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return token;
    }

    /**
     * How many connections clients have open now, idle ones included. A client that cancels an exchange closes its
     * connection.
     *
     * @return the number
     */
    public int getOpenConnections() {
        return channels.size();
    }

    /** Makes every access token invalid at once. The credentials stay valid: new access tokens can be fetched. */
    public void revokeAccessTokens() {
        accessTokens.revokeAll();
    }

    /** Stops listening, closes every connection and ends the threads, within a few seconds. Blocks; idempotent. */
    @Override
    public void close() {
        server.channel().close().awaitUninterruptibly(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        channels.close().awaitUninterruptibly(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).block(CLOSE_TIMEOUT.plusSeconds(1));
    }

    private DisposableServer bind() {
        RateLimit rateLimit = new RateLimit(options.ratePermits, options.rateWindow);
        Api api = new Api(
                new OAuthEndpoint(options, admin, store, accessTokens),
                new TokensEndpoint(options, store, ledger, new TokenCreation(identifiers)),
                accessTokens,
                rateLimit);
        RequestHandler handler =
                new RequestHandler(options.latency, ledger, faults, api, new ResponseWriter(ledger, options.pieceSize));
        HttpServer http = HttpServer.create()
                .host("127.0.0.1")
                .port(options.port)
                .runOn(loops)
                .doOnChannelInit((observer, channel, address) -> channels.add(channel))
                .httpRequestDecoder(decoder -> decoder.maxInitialLineLength(64 * 1024))
                .handle(handler);
        if (options.closeIdleConnectionsAfter != null) {
            http = http.idleTimeout(options.closeIdleConnectionsAfter);
        }
        KeyManagerFactory keys = options.tls;
        if (keys != null) {
            SslContext context = tls(keys);
            http = http.protocol(HttpProtocol.H2, HttpProtocol.HTTP11).secure(tls -> tls.sslContext(context));
        }
        try {
            return http.bindNow();
        } catch (RuntimeException e) {
            loops.dispose();
            throw e;
        }
    }

    private static SslContext tls(KeyManagerFactory keys) {
        try {
            return Http2SslContextSpec.forServer(keys).sslContext();
        } catch (SSLException e) {
            throw new IllegalArgumentException("the keys cannot be used for TLS", e);
        }
    }

    private boolean isUnlistedAdmin(String clientId) {
        return !options.ownTokenListed && clientId.equals(options.clientId);
    }

    private SandboxToken newToken(String name, String id, String secret) {
        return new SandboxToken(
                id,
                secret,
                name,
                List.of("sp:scopes:all"),
                admin.ownerId(),
                admin.ownerName(),
                Dates.now(),
                null,
                TokenFieldReader.MAX_VALIDITY,
                Dates.now().plus(LIFETIME),
                false,
                false);
    }
}
