package io.github.sailpat.reactive.internal.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The client's own credentials, switched, verified and protected, each in milliseconds. */
class CredentialSwitchTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0).ownTokenListed(true));
    private final SailPointClient client = SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
            .deadline(Duration.ofSeconds(2))
            .retryPolicy(RetryPolicy.none())
            .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret())));
    private final SandboxToken next = tenant.addToken("next");

    @AfterEach
    void close() {
        client.disposeLater().block(SOON);
        tenant.close();
    }

    private void list() {
        client.personalAccessTokens().list().blockLast(SOON);
    }

    private Mono<Void> verify(String secret) {
        return client.personalAccessTokens().verify(next.id(), Secret.of(secret));
    }

    private Flux<BulkOutcome<String, String>> delete(String id) {
        return Flux.from(client.personalAccessTokens().deleteAll(Flux.just(id), BulkOptions.standard()));
    }

    private void deleteOwn(String id) {
        StepVerifier.create(delete(id))
                .assertNext(outcome -> assertThat(outcome.getError()).hasMessageContaining("allowOwnClient"))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void accessTokensAreFetchedWithTheNewCredentialsAfterASwitch() {
        list();
        tenant.getFaults()
                .add(Fault.on(Operation.TOKEN)
                        .matching(request -> !request.body().contains(next.id()))
                        .always()
                        .status(401, null));

        client.switchCredentials(next.id(), Secret.of(next.secret()));
        list();
        list();

        assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(2);
    }

    @Test
    void jobDoesNotDeleteTheTokenOfTheClientItself() {
        deleteOwn(tenant.getClientId().toUpperCase(Locale.ROOT));
        client.switchCredentials(next.id(), Secret.of(next.secret()));
        deleteOwn(next.id());
        StepVerifier.create(delete(tenant.getClientId()))
                .assertNext(outcome -> assertThat(outcome.getError()).isNull())
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void verificationTellsWhetherASecretWorks() {
        StepVerifier.create(verify(next.secret())).expectComplete().verify(SOON);
        StepVerifier.create(verify("wrong"))
                .expectError(AuthenticationException.class)
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(2);
    }

    @Test
    void verificationsPauseTogether() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).times(1).status(429, null, "Retry-After", "60"));
        for (int i = 0; i < 2; i++) {
            StepVerifier.create(verify(next.secret()))
                    .expectError(RateLimitedException.class)
                    .verify(SOON);
        }
        assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(1);
    }

    /** What a tenant says that quotes secrets: those that the client uses now are masked, and no other text is. */
    @Test
    void secretIsMaskedAsLongAsItIsUsed() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(401, "{\"error\":\"one-1, two-2, three-3\"}"));
        client.switchCredentials(next.id(), Secret.of("one-1"));
        assertThat(catchThrowable(this::list)).hasMessageContaining("****, two-2, three-3");
        StepVerifier.create(verify("three-3"))
                .expectErrorSatisfies(e -> assertThat(e).hasMessageContaining("****, two-2, ****"))
                .verify(SOON);
        client.switchCredentials(next.id(), Secret.of("two-2"));
        assertThat(catchThrowable(this::list)).hasMessageContaining("one-1, ****, three-3");
    }

    @Test
    void closedClientTakesNoCredentials() {
        list();
        client.disposeLater().block(SOON);
        client.switchCredentials(next.id(), Secret.of(next.secret()));
        assertThat(catchThrowable(this::list)).hasMessageContaining("closed");
        assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(1);
    }

    @Test
    void credentialsThatAreNotValidAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> client.switchCredentials(" ", Secret.of("s")));
        assertThatIllegalArgumentException().isThrownBy(() -> client.switchCredentials("a\nb", Secret.of("s")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.switchCredentials("id", Secret.of("x".repeat(1_025))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.switchCredentials("x".repeat(1_025), Secret.of("s")));
        assertThatIllegalArgumentException().isThrownBy(() -> client.switchCredentials("id", Secret.of("\ud800")));
        client.switchCredentials("x".repeat(1_024), Secret.of("x".repeat(1_024)));
    }

    @Test
    void clientWithAnAccessTokenProviderHasNoCredentials() {
        AccessTokenProvider provider = AccessTokenProvider.constant(AccessToken.of("x"));
        try (SailPointClient foreign =
                SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl()).accessTokenProvider(provider))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> foreign.switchCredentials(next.id(), Secret.of(next.secret())));
            StepVerifier.create(foreign.personalAccessTokens().verify(next.id(), Secret.of(next.secret())))
                    .expectComplete()
                    .verify(SOON);
        }
    }
}
