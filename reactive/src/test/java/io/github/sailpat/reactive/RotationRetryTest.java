package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A rotation can be run again in the signal of its failure, and right after it. */
class RotationRetryTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ROUNDS = 100;

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final Vault vault = new Vault();
    private volatile boolean failing;

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    /** Fails in the first hand-over of each round. */
    private Mono<Void> handOver(CreatedPersonalAccessToken created) {
        if (failing) {
            failing = false;
            return Mono.error(new IllegalStateException("the vault is closed"));
        }
        return vault.store(created);
    }

    private Mono<RotatedPersonalAccessToken> rotate(String id) {
        return client.tokens().rotate(id, this::handOver);
    }

    private void succeedsInEachRound(UnaryOperator<String> round) {
        String id = tenant.addToken("ci").id();
        for (int i = 0; i < ROUNDS; i++) {
            failing = true;
            id = round.apply(id);
        }
        assertThat(tenant.getLedger().getTokens()).hasSize(1);
        vault.assertHasAllThatLives(tenant);
    }

    private static String successor(Mono<RotatedPersonalAccessToken> rotation) {
        RotatedPersonalAccessToken rotated = rotation.block(SOON);
        assertThat(rotated.isOldDeleted()).isTrue();
        return rotated.getSuccessor().getId();
    }

    @Test
    void byRetry() {
        succeedsInEachRound(id -> successor(rotate(id).retry(1)));
    }

    @Test
    void byASecondRotationOnError() {
        succeedsInEachRound(id -> successor(rotate(id).onErrorResume(e -> rotate(id))));
    }

    @Test
    void byBlockingAgain() {
        succeedsInEachRound(id -> {
            assertThatExceptionOfType(RotationFailedException.class)
                    .isThrownBy(() -> rotate(id).block(SOON))
                    .satisfies(e -> assertThat(e.getState()).isEqualTo(RotationState.NOT_HANDED_OVER));
            return successor(rotate(id));
        });
    }
}
