package io.github.sailpat.reactive;

import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A client that a test closes by leaving the block. The suite runs with one event loop, the client's default, where
 * nothing can be hidden by a second thread; {@code -Dsailpat.eventLoops=4} runs it with others. A tenant with TLS is
 * asked for HTTP/2.
 */
record TestClient(SailPointClient client) implements AutoCloseable {
    private static final int EVENT_LOOPS = Integer.getInteger("sailpat.eventLoops", 1);

    /** The first call of a process loads a thousand classes, which is not what tests of short deadlines are about. */
    private static final class FirstCall {
        static {
            try (SandboxTenant tenant = SandboxTenant.start();
                    TestClient client = clientOf(tenant, b -> b)) {
                client.tokens().list().blockLast(Duration.ofSeconds(20));
            }
        }

        static void await() {}
    }

    static TestClient of(SandboxTenant tenant) {
        return of(tenant, UnaryOperator.identity());
    }

    static TestClient of(SandboxTenant tenant, UnaryOperator<SailPointClient.Builder> customizer) {
        FirstCall.await();
        return clientOf(tenant, customizer);
    }

    private static TestClient clientOf(SandboxTenant tenant, UnaryOperator<SailPointClient.Builder> customizer) {
        boolean http2 = "https".equals(tenant.getBaseUrl().getScheme());
        return at(
                tenant.getBaseUrl(),
                b -> customizer.apply((http2 ? Protocol.asking(b) : b)
                        .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret()))));
    }

    /** A client whose calls are cancelled, so that nobody wants to know of their creates. */
    static TestClient ofCancelledCalls(SandboxTenant tenant, RateLimiter limiter, int connections) {
        return of(
                tenant,
                b -> b.rateLimiter(limiter)
                        .maxConnections(connections)
                        .onAbandonedCreate(create -> {})
                        .onUndeliveredSecret(token -> {}));
    }

    static TestClient at(URI url, UnaryOperator<SailPointClient.Builder> customizer) {
        return new TestClient(SailPointClient.create(b -> customizer.apply(
                b.eventLoops(EVENT_LOOPS).baseUrl(url).clientCredentials("id", Secret.of("a-client-secret")))));
    }

    /** A client that asks for no access token: each connection is of a call. */
    static TestClient authorizedAt(URI url, UnaryOperator<SailPointClient.Builder> customizer) {
        return new TestClient(SailPointClient.create(b -> customizer.apply(b.eventLoops(EVENT_LOOPS)
                .baseUrl(url)
                .accessTokenProvider(AccessTokenProvider.constant(AccessToken.of("an-access-token"))))));
    }

    static SailPointClient.Builder unlimited(SailPointClient.Builder builder) {
        return builder.rateLimiter(RateLimiter.unlimited());
    }

    PersonalAccessTokens tokens() {
        return client.personalAccessTokens();
    }

    @Override
    public void close() {
        client.disposeLater().block(Duration.ofSeconds(15));
    }
}
