package io.github.sailpat.reactive.internal.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ResponseException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Access tokens over the complete pipeline: fetched, sent with each attempt, and discarded after a 401. */
class TokenEndpointTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final SandboxTenant tenant = SandboxTenant.start();
    private final SailPointClient client = client(Duration.ofSeconds(2));

    @AfterEach
    void close() {
        client.disposeLater().block(SOON);
        tenant.close();
    }

    private SailPointClient client(Duration deadline) {
        return SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
                .deadline(deadline)
                .retryPolicy(RetryPolicy.none())
                .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret())));
    }

    private Throwable failure() {
        return failure(client);
    }

    private static Throwable failure(SailPointClient client) {
        return catchThrowable(() -> client.personalAccessTokens().list().blockLast(SOON));
    }

    @ParameterizedTest
    @CsvSource({
        "399, false",
        "400, true",
        "401, true",
        "403, true",
        "404, true",
        "499, true",
        "500, false",
        "503, false"
    })
    void refusedCredentialsAreAnAuthenticationException(int status, boolean refused) {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(status, "{\"error\":\"why\"}"));

        assertThat(failure()).isInstanceOfSatisfying(ResponseException.class, e -> {
            assertThat(e instanceof AuthenticationException).isEqualTo(refused);
            assertThat(e.getStatus()).isEqualTo(status);
            assertThat(e.getErrorResponse().getTexts()).containsExactly("why");
            assertThat(e).hasMessageContaining("POST /oauth/token");
        });
    }

    @Test
    void refusalUnderTheStatusOfASuccessIsAnAuthenticationException() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(200, "{\"error\":\"invalid_client\"}"));

        assertThat(failure())
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        e -> assertThat(e.getStatus()).isEqualTo(200));
    }

    @Test
    void otherErrorUnderTheStatusOfASuccessIsQuoted() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(200, "{\"error\":\"out of order\"}"));

        assertThat(failure())
                .isNotInstanceOf(AuthenticationException.class)
                .hasMessageContaining("no access token")
                .hasMessageContaining("out of order");
    }

    @Test
    void status429IsNotAnAuthenticationException() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(429, null, "Retry-After", "60"));

        assertThat(failure()).isInstanceOf(ResponseException.class).isNotInstanceOf(AuthenticationException.class);
    }

    @Test
    void deadlineWhileWaitingForTheAccessTokenNamesThatPhase() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().stall());

        try (SailPointClient hurried = client(Duration.ofMillis(300))) {
            assertThat(failure(hurried)).hasMessageContaining(CallPhase.AUTHORIZATION.getDescription());
        }
    }

    @Test
    void rejectedAccessTokenIsReplacedOnceAndTheNextIsKept() {
        client.personalAccessTokens().list().blockLast(SOON);
        tenant.getFaults().add(Fault.on(Operation.LIST).times(1).status(401, null));
        client.personalAccessTokens().list().blockLast(SOON);
        client.personalAccessTokens().list().blockLast(SOON);
        assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(2);

        tenant.getFaults().add(Fault.on(Operation.LIST).times(2).status(401, null));
        assertThat(failure()).isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void truncatedResponseIsATransportException() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().closeAfterRead());

        assertThat(failure()).isInstanceOf(TransportException.class);
    }
}
