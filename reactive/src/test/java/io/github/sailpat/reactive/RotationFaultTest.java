package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A fault at each boundary between two steps; then the ledger tells what exists, and the rotation is run again. */
class RotationFaultTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Fault CREATE = Fault.on(Operation.CREATE);
    private static final Fault DELETE = Fault.on(Operation.DELETE);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0));
    private final TestClient client =
            TestClient.of(tenant, b -> TestClient.unlimited(b).responseTimeout(Duration.ofMillis(500)));
    private final Vault vault = new Vault();
    private final SandboxToken old = vault.put(tenant.addToken("ci"));

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private RotationOptions.Builder options() {
        return RotationOptions.builder()
                .handOver(vault::store)
                .handOverDeadline(Duration.ofMillis(300))
                .verificationDeadline(Duration.ofMillis(300));
    }

    private Mono<RotatedPersonalAccessToken> rotate(RotationOptions options) {
        return client.tokens().rotate(old.id(), options);
    }

    private RotationFailedException fails(RotationOptions options, RotationState state) {
        RotationFailedException[] caught = new RotationFailedException[1];
        StepVerifier.create(rotate(options))
                .expectErrorSatisfies(e -> caught[0] = (RotationFailedException) e)
                .verify(SOON);
        assertThat(caught[0].getState()).as("%s", caught[0]).isEqualTo(state);
        assertThat(caught[0].getOldId()).isEqualTo(old.id());
        assertThat(tenant.getLedger().findById(old.id())).isNotNull();
        tenant.getLedger()
                .getTokens()
                .forEach(token -> assertThat(caught[0].toString()).doesNotContain(token.secret()));
        return caught[0];
    }

    private SandboxToken successor() {
        return tenant.getLedger().getTokens().stream()
                .filter(token -> !token.id().equals(old.id()))
                .findFirst()
                .orElseThrow();
    }

    private void assertOneLivesAndItsSecretIsKnown() {
        assertThat(tenant.getLedger().getTokens()).hasSize(1);
        assertThat(tenant.getLedger().findById(old.id())).isNull();
        vault.assertHasAllThatLives(tenant);
    }

    private void runAgain() {
        tenant.getFaults().clear();
        assertThat(rotate(options().build()).block(SOON).isOldDeleted()).isTrue();
        assertOneLivesAndItsSecretIsKnown();
    }

    // ---- before the create, and at it

    @Test
    void aListThatFailsChangesNothing() {
        tenant.getFaults().add(Fault.on(Operation.LIST).always().status(403, null));
        assertThat(fails(options().build(), RotationState.NOT_CREATED).getStatus())
                .isEqualTo(403);
        assertThat(tenant.getLedger().getTokens()).hasSize(1);
        runAgain();
    }

    @Test
    void aCreateThatIsRefusedChangesNothing() {
        tenant.getFaults().add(CREATE.status(400, null));
        fails(options().build(), RotationState.NOT_CREATED);
        assertThat(tenant.getLedger().getTokens()).hasSize(1);
        runAgain();
    }

    static Stream<Fault> lostSecrets() {
        return Stream.of(CREATE.truncateBody(20), CREATE.resetAfterApplying(), CREATE.resetAfterHeaders());
    }

    @ParameterizedTest
    @MethodSource("lostSecrets")
    void aSuccessorWhoseSecretWasLostIsReplaced(Fault fault) {
        tenant.getFaults().add(fault);
        assertThat(rotate(options().build()).block(SOON).isOldDeleted()).isTrue();
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(2);
        assertOneLivesAndItsSecretIsKnown();
    }

    @ParameterizedTest
    @MethodSource("lostSecrets")
    void aSuccessorWhoseSecretWasLostIsNamedWhereItMustNotBeReplaced(Fault fault) {
        tenant.getFaults().add(fault);
        RotationOptions careful = options().replaceUnused(false).build();
        RotationFailedException failed = fails(careful, RotationState.SECRET_LOST);
        assertThat(failed.getSuccessorId()).isEqualTo(successor().id());
        assertThat(failed.getSuccessor()).isNull();
        fails(careful, RotationState.NAME_TAKEN);
        runAgain();
    }

    @Test
    void createOfUnknownOutcomeIsReported() {
        tenant.getFaults()
                .add(Fault.on(Operation.LIST)
                        .matching(request -> tenant.getLedger().getCreatesApplied() > 0)
                        .always()
                        .status(403, null));
        tenant.getFaults().add(CREATE.resetAfterApplying());
        fails(options().build(), RotationState.CREATE_UNKNOWN);
        assertThat(tenant.getLedger().getTokens()).hasSize(2);
        runAgain();
    }

    // ---- at the hand-over

    static Stream<Arguments> handOversThatFail() {
        Function<CreatedPersonalAccessToken, Publisher<?>> fails =
                created -> Mono.error(new IllegalStateException("x"));
        Function<CreatedPersonalAccessToken, Publisher<?>> throwing = created -> {
            throw new IllegalStateException("x");
        };
        Function<CreatedPersonalAccessToken, Publisher<?>> never =
                created -> Flux.just(1).concatWith(Mono.never());
        return Stream.of(Arguments.of("error", fails), Arguments.of("throw", throwing), Arguments.of("never", never));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handOversThatFail")
    void aHandOverThatFailsLeavesBothAndGivesTheSecretBack(
            String how, Function<CreatedPersonalAccessToken, Publisher<?>> handOver) {
        RotationFailedException failed = fails(options().handOver(handOver).build(), RotationState.NOT_HANDED_OVER);
        assertThat(failed.getSuccessor().getSecret().reveal())
                .isEqualTo(successor().secret());
        assertThat(tenant.getLedger().count(Operation.DELETE)).isZero();
        runAgain();
    }

    // ---- at the verification

    @Test
    void aSecretThatDoesNotWorkLeavesBoth() {
        tenant.getFaults()
                .add(Fault.on(Operation.TOKEN)
                        .matching(request -> !request.body().contains(tenant.getClientId()))
                        .always()
                        .status(401, null));
        RotationFailedException failed = fails(options().build(), RotationState.NOT_VERIFIED);
        assertThat(failed.getCause()).isInstanceOf(AuthenticationException.class);
        assertThat(tenant.getLedger().count(Operation.DELETE)).isZero();
        vault.assertHasAllThatLives(tenant);
        runAgain();
    }

    @Test
    void failedStepBeforeTheDeleteKeepsTheOldToken() {
        fails(options().beforeDelete(created -> Mono.never()).build(), RotationState.OLD_KEPT);
        assertThat(tenant.getLedger().count(Operation.DELETE)).isZero();
        vault.assertHasAllThatLives(tenant);

        // It was used by its verification, and it is not known whether by others too.
        fails(options().build(), RotationState.NAME_TAKEN);
        assertThat(tenant.getLedger().count(Operation.DELETE)).isZero();

        // If storedSecret finds it, the rotation continues.
        RotationOptions knowing = options()
                .handOver(created -> Mono.error(new AssertionError("handed over twice")))
                .storedSecret(vault::find)
                .build();
        RotatedPersonalAccessToken rotated = rotate(knowing).block(SOON);
        assertThat(rotated.isOldDeleted()).isTrue();
        assertThat(rotated.getSuccessor().getSecret().reveal())
                .isEqualTo(successor().secret());
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(1);
        assertOneLivesAndItsSecretIsKnown();
    }

    @Test
    void failedLookupChangesNothing() {
        fails(options().handOver(created -> Mono.never()).build(), RotationState.NOT_HANDED_OVER);
        fails(options().storedSecret(token -> Mono.never()).build(), RotationState.NAME_TAKEN);
        assertThat(tenant.getLedger().getTokens()).hasSize(2);
        assertThat(rotate(options().storedSecret(vault::find).build())
                        .block(SOON)
                        .isOldDeleted())
                .isTrue();
        assertOneLivesAndItsSecretIsKnown();
    }

    // ---- at the delete

    @Test
    void aDeleteThatFailsDoesNotFailTheRotation() {
        tenant.getFaults().add(DELETE.status(403, null));
        RotatedPersonalAccessToken rotated = rotate(options().build()).block(SOON);
        assertThat(rotated.isOldDeleted()).isFalse();
        assertThat(rotated.getDeleteError()).hasMessageContaining("403");
        assertThat(tenant.getLedger().getTokens()).hasSize(2);
        vault.assertHasAllThatLives(tenant);
    }

    static Stream<Fault> deletesThatAreDone() {
        return Stream.of(DELETE.resetAfterApplying(), DELETE.statusAfterApplying(500, null), DELETE.status(404, null));
    }

    @ParameterizedTest
    @MethodSource("deletesThatAreDone")
    void aDeleteWhoseAnswerIsLostIsDone(Fault fault) {
        tenant.getFaults().add(fault);
        assertThat(rotate(options().build()).block(SOON).isOldDeleted()).isTrue();
        vault.assertHasAllThatLives(tenant);
    }
}
