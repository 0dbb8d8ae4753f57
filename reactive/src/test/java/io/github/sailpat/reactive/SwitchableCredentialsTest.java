package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The token that the client itself authenticates with. */
class SwitchableCredentialsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxTenant tenant = SandboxTenant.start(
            o -> o.rateLimitOff().tokens(0).ownTokenListed(true).latency(Duration.ofMillis(2)));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final Vault vault = new Vault();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    @RepeatedTest(3)
    void areRotatedUnderLoadWithoutAFailedCall() {
        String worked = tenant.addToken("worked").id();
        AtomicBoolean on = new AtomicBoolean(true);
        AtomicInteger done = new AtomicInteger();
        Mono<Long> load = Flux.range(0, 16)
                .flatMap(
                        worker -> Mono.defer(() -> worker % 2 == 0
                                        ? client.tokens()
                                                .list(q -> q.ownedByMe())
                                                .then()
                                        : client.tokens()
                                                .patch(worked, p -> p.name("worked"))
                                                .then())
                                .doOnSuccess(end -> done.incrementAndGet())
                                .repeat(on::get)
                                .then(),
                        16)
                .count();
        Mono<String> rotations = Mono.just(tenant.getClientId())
                .expand(id -> client.tokens()
                        .rotate(id, vault::store)
                        .doOnNext(rotated -> assertThat(rotated.isOldDeleted()).isTrue())
                        .delayElement(Duration.ofMillis(20))
                        .map(rotated -> rotated.getSuccessor().getId()))
                .take(6)
                .last()
                .doFinally(end -> on.set(false));

        StepVerifier.create(Mono.zip(load, rotations))
                .assertNext(both ->
                        assertThat(tenant.getLedger().findById(both.getT2())).isNotNull())
                .expectComplete()
                .verify(SOON);

        assertThat(done.get()).isGreaterThan(100);
        assertThat(tenant.getLedger().findById(tenant.getClientId())).isNull();
        assertThat(tenant.getLedger().getTokens()).hasSize(2);
        assertThat(client.tokens().list().count().block(SOON)).isEqualTo(2);
    }

    @Test
    void stayTheOldOnesIfTheNewOnesDoNotWork() {
        tenant.getFaults()
                .add(Fault.on(Operation.TOKEN)
                        .matching(request -> !request.body().contains(tenant.getClientId()))
                        .always()
                        .status(401, null));
        StepVerifier.create(client.tokens()
                        .rotate(
                                tenant.getClientId(),
                                RotationOptions.create(
                                        o -> o.handOver(vault::store).verificationDeadline(Duration.ZERO))))
                .expectError()
                .verify(SOON);

        tenant.revokeAccessTokens();
        assertThat(client.tokens().list().count().block(SOON)).isEqualTo(2);
    }

    @RepeatedTest(8)
    void accessTokenInFetchDuringTheSwitchFailsNoCall() throws Exception {
        var next = tenant.addToken("next");
        tenant.getFaults()
                .add(Fault.on(Operation.TOKEN).delay(Duration.ofMillis(250)).status(401, null));
        CompletableFuture<Long> listed = client.tokens().list().count().toFuture();
        Mono.delay(Duration.ofMillis(8)).block(SOON);
        assertThat(listed).isNotDone();

        client.client().switchCredentials(next.id(), Secret.of(next.secret()));

        assertThat(listed.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void presentCredentialsAreVerifiedAndNamed() {
        SailPointClient own = client.client();
        assertThat(own.getClientId()).isEqualTo(tenant.getClientId());
        StepVerifier.create(own.verifyCredentials()).expectComplete().verify(SOON);

        var next = tenant.addToken("next");
        own.switchCredentials(next.id(), Secret.of("wrong"));
        assertThat(own.getClientId()).isEqualTo(next.id());
        StepVerifier.create(own.verifyCredentials())
                .expectError(AuthenticationException.class)
                .verify(SOON);

        own.disposeLater().block(SOON);
        StepVerifier.create(own.verifyCredentials())
                .expectError(ClientClosedException.class)
                .verify(SOON);
    }

    @Test
    void clientWithAProviderHasNoCredentialsToVerify() {
        try (SailPointClient provided = SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
                .accessTokenProvider(AccessTokenProvider.constant(AccessToken.of("made-up"))))) {
            assertThat(provided.getClientId()).isNull();
            StepVerifier.create(provided.verifyCredentials())
                    .expectError(IllegalStateException.class)
                    .verify(SOON);
        }
    }
}
