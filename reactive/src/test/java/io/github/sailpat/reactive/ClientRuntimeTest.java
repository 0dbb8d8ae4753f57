package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

class ClientRuntimeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void closedClientFailsCallsAndKeepsTheUsersSecret() {
        Secret secret;
        try (SandboxTenant tenant = SandboxTenant.start()) {
            secret = Secret.of(tenant.getClientSecret());
            SailPointClient client = SailPointClient.create(
                    b -> b.baseUrl(tenant.getBaseUrl()).clientCredentials(tenant.getClientId(), secret));
            client.personalAccessTokens().list().blockLast(SOON);
            assertThat(client.isDisposed()).isFalse();

            StepVerifier.create(client.disposeLater()).expectComplete().verify(SOON);
            client.dispose();

            assertThat(client.isDisposed()).isTrue();
            assertThat(secret.isWiped()).isFalse();
            StepVerifier.create(client.personalAccessTokens().list())
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(ClientClosedException.class)
                            .hasMessageContaining("closed"))
                    .verify(SOON);
        }
    }

    @Test
    void customTransportIsNotClosed() {
        ConnectionProvider pool = ConnectionProvider.create("users", 4);
        LoopResources loops = LoopResources.create("users", 1, true);
        try (SandboxTenant tenant = SandboxTenant.start()) {
            HttpClient own = HttpClient.create(pool).runOn(loops);
            try (TestClient client = TestClient.of(tenant, b -> b.httpClient(ours -> own))) {
                assertThat(client.tokens().list().count().block(SOON)).isPositive();
            }
            assertThat(pool.isDisposed()).isFalse();
            assertThat(loops.isDisposed()).isFalse();
            try (TestClient next = TestClient.of(tenant, b -> b.httpClient(ours -> own))) {
                assertThat(next.tokens().list().count().block(SOON)).isPositive();
            }
        } finally {
            pool.disposeLater().block(SOON);
            loops.disposeLater(Duration.ZERO, Duration.ofSeconds(3)).block(SOON);
        }
    }

    @Test
    void toStringContainsNoSecret() {
        SailPointClient client =
                SailPointClient.create(b -> b.tenant("acme").clientCredentials("id", Secret.of("canary")));
        assertThat(client.toString()).contains("acme").doesNotContain("canary");
        client.dispose();
    }
}
