package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
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
    void accessTokenInFetchDuringTheSwitchFailsNoCall() {
        var next = tenant.addToken("next");
        tenant.getFaults()
                .add(Fault.on(Operation.TOKEN).delay(Duration.ofMillis(20)).status(401, null));
        AtomicInteger listed = new AtomicInteger();
        Disposable call = client.tokens().list().count().subscribe(n -> listed.set(n.intValue()));
        Mono.delay(Duration.ofMillis(8)).block(SOON);
        assertThat(call.isDisposed()).isFalse();

        client.client().switchCredentials(next.id(), Secret.of(next.secret()));

        Mono.delay(Duration.ofMillis(5)).repeat(() -> !call.isDisposed()).blockLast(SOON);
        assertThat(listed).hasValue(2);
    }
}
