package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class RotationCancelTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxTenant tenant = SandboxTenant.start(
            o -> o.rateLimitOff().tokens(0).latency(Duration.ofMillis(3)).recordLast(0));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final Vault vault = new Vault();
    private final List<CreatedPersonalAccessToken> undelivered = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private RotationOptions options(Duration handOver) {
        return RotationOptions.create(
                o -> o.handOver(created -> Mono.delay(handOver).then(vault.store(created)))
                        .storedSecret(vault::find)
                        .onUndeliveredSecret(undelivered::add));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void cancelAtAnyTimeLosesNoSecretAndCanBeContinued(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 25; round++) {
            String where = "seed " + seed + ", round " + round;
            SandboxToken old = vault.put(tenant.addToken("ci-" + round));
            RotationOptions options = options(Duration.ofMillis(1 + random.nextInt(4)));

            StepVerifier.create(client.tokens().rotate(old.id(), options))
                    .expectSubscription()
                    .thenAwait(Duration.ofNanos(random.nextInt(32_000_000)))
                    .thenCancel()
                    .verify(SOON);
            Mono.delay(Duration.ofMillis(15)).block(SOON); // until the tenant has nothing under way

            undelivered.forEach(token -> assertThat(
                            tenant.getLedger().findById(token.getId()).secret())
                    .as(where)
                    .isEqualTo(token.getSecret().reveal()));
            if (tenant.getLedger().findById(old.id()) == null) {
                vault.assertHasAllThatLives(tenant);
            } else {
                client.tokens().rotate(old.id(), options).block(SOON);
            }
            assertThat(tenant.getLedger().findById(old.id())).as(where).isNull();
            assertThat(tenant.getLedger().getTokens()).as(where).hasSize(1);
            vault.assertHasAllThatLives(tenant);
            client.tokens().delete(tenant.getLedger().getTokens().get(0).id()).block(SOON);
            undelivered.clear();
        }
    }

    @Test
    void aSecretThatIsBeingHandedOverIsReported() {
        SandboxToken old = tenant.addToken("ci");
        Sinks.One<CreatedPersonalAccessToken> handOverStarted = Sinks.one();
        RotationOptions options = RotationOptions.create(o -> o.handOver(created -> {
                    handOverStarted.tryEmitValue(created);
                    return Mono.never();
                })
                .onUndeliveredSecret(undelivered::add));

        StepVerifier.create(client.tokens().rotate(old.id(), options))
                .expectSubscription()
                .then(() -> handOverStarted.asMono().block(SOON))
                .thenCancel()
                .verify(SOON);

        assertThat(undelivered)
                .singleElement()
                .satisfies(token -> assertThat(
                                tenant.getLedger().findById(token.getId()).secret())
                        .isEqualTo(token.getSecret().reveal()));
    }

    @Test
    void aSecretInAnAnswerThatIsNotYetCompleteIsReported() {
        SandboxToken old = tenant.addToken("ci");
        tenant.getFaults().add(Fault.on(Operation.CREATE).stallInBody(200));

        StepVerifier.create(client.tokens().rotate(old.id(), options(Duration.ZERO)))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(500))
                .thenCancel()
                .verify(SOON);

        assertThat(undelivered).hasSize(1);
    }

    @Test
    void aSecretThatWasHandedOverIsNotReported() {
        SandboxToken old = vault.put(tenant.addToken("ci"));
        tenant.getFaults().add(Fault.on(Operation.DELETE).stall());

        StepVerifier.create(client.tokens().rotate(old.id(), options(Duration.ZERO)))
                .expectSubscription()
                .thenAwait(Duration.ofMillis(500))
                .thenCancel()
                .verify(SOON);

        assertThat(undelivered).isEmpty();
        vault.assertHasAllThatLives(tenant);
    }

    @Test
    void errorOfACancelledJobHandsOverItsSecret() {
        SandboxToken old = tenant.addToken("ci");
        RotationOptions options =
                RotationOptions.create(o -> o.handOver(created -> Mono.error(new IllegalStateException("no")))
                        .onUndeliveredSecret(undelivered::add));
        BulkJob<String, RotatedPersonalAccessToken> job = client.tokens().rotateAll(Mono.just(old.id()), options);

        StepVerifier.create(job, 0)
                .expectSubscription()
                .then(() -> Mono.delay(Duration.ofMillis(5))
                        .repeat(() -> job.getProgress().getOutcomes() == 0)
                        .blockLast(SOON))
                .thenCancel()
                .verify(SOON);

        assertThat(undelivered).hasSize(1);
    }

    @Test
    void theErrorOfARotationIsNotReportedTwice() {
        SandboxToken old = tenant.addToken("ci");
        RotationOptions options =
                RotationOptions.create(o -> o.handOver(created -> Mono.error(new IllegalStateException("no")))
                        .onUndeliveredSecret(undelivered::add));

        StepVerifier.create(client.tokens().rotate(old.id(), options))
                .expectErrorMatches(e -> ((RotationFailedException) e).getState() == RotationState.NOT_HANDED_OVER)
                .verify(SOON);

        assertThat(undelivered).isEmpty();
    }
}
