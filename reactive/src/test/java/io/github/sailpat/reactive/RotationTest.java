package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RotationTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final Vault vault = new Vault();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private void fails(Mono<RotatedPersonalAccessToken> rotation, RotationState state) {
        StepVerifier.create(rotation)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOfSatisfying(
                                RotationFailedException.class,
                                failed -> assertThat(failed.getState()).isEqualTo(state)))
                .verify(SOON);
        assertThat(tenant.getLedger().getCreatesApplied()).isZero();
        assertThat(tenant.getLedger().getDeletesApplied()).isZero();
    }

    @Test
    void theSuccessorIsCreatedHandedOverVerifiedAndOnlyThenTheOldOneDeleted() {
        SandboxToken old =
                tenant.addToken("ci", t -> t.withScope(List.of("a", "b")).withValidity(900));
        List<Operation> seen = new CopyOnWriteArrayList<>();

        RotatedPersonalAccessToken rotated = client.tokens()
                .rotate(
                        old.id(),
                        created -> vault.store(created)
                                .doOnSuccess(stored -> tenant.getLedger()
                                        .getRequests()
                                        .forEach(request -> seen.add(request.operation()))))
                .block(SOON);

        SandboxToken successor = tenant.getLedger().getTokens().get(0);
        assertThat(tenant.getLedger().getTokens()).hasSize(1);
        assertThat(successor.id()).isEqualTo(rotated.getSuccessor().getId());
        assertThat(successor.name())
                .isEqualTo("ci (after " + old.id().substring(old.id().length() - 8) + ")");
        assertThat(successor.scope()).isEqualTo(old.scope());
        assertThat(successor.validity()).isEqualTo(900);
        assertThat(vault.has(successor)).isTrue();
        assertThat(rotated.isOldDeleted()).isTrue();
        assertThat(rotated.getOldId()).isEqualTo(old.id());
        assertThat(rotated.toString()).doesNotContain(successor.secret());
        assertThat(seen).containsExactly(Operation.TOKEN, Operation.LIST, Operation.CREATE);
        assertThat(tenant.getLedger().getRequests())
                .extracting(request -> request.operation())
                .containsExactly(Operation.TOKEN, Operation.LIST, Operation.CREATE, Operation.TOKEN, Operation.DELETE);
    }

    @Test
    void theHandOverHasTheContextOfTheSubscriber() {
        SandboxToken old = tenant.addToken("ci");
        List<Object> seen = new CopyOnWriteArrayList<>();

        client.tokens()
                .rotate(
                        old.id(),
                        created -> Mono.deferContextual(context -> {
                            seen.add(context.get("request"));
                            return vault.store(created);
                        }))
                .contextWrite(context -> context.put("request", 7))
                .block(SOON);

        assertThat(seen).containsExactly(7);
    }

    @Test
    void aNameDoesNotGrowFromRotationToRotation() {
        String id = tenant.addToken("ci (prod)").id();
        for (int i = 0; i < 3; i++) {
            String previous = id;
            id = client.tokens()
                    .rotate(id, vault::store)
                    .block(SOON)
                    .getSuccessor()
                    .getId();
            assertThat(tenant.getLedger().findById(id).name())
                    .isEqualTo("ci (prod) (after " + previous.substring(previous.length() - 8) + ")");
        }
        vault.assertHasAllThatLives(tenant);
    }

    @Test
    void wordsInBracketsBelongToTheName() {
        SandboxToken old = tenant.addToken("Batch (after hours)");

        String name = client.tokens()
                .rotate(old.id(), vault::store)
                .block(SOON)
                .getSuccessor()
                .getName();

        assertThat(name)
                .isEqualTo("Batch (after hours) (after "
                        + old.id().substring(old.id().length() - 8) + ")");
    }

    @ParameterizedTest
    @EnumSource
    void theSuccessorLivesAsLongFromNowOnAsTheOldOneDidFromItsCreation(ApiVersion version) {
        Instant now = Instant.now();
        try (TestClient versioned =
                TestClient.of(tenant, b -> TestClient.unlimited(b).apiVersion(version))) {
            assertThat(expiryOfSuccessor(versioned, now.plus(80, ChronoUnit.DAYS), false))
                    .isCloseTo(now.plus(90, ChronoUnit.DAYS), within(1, ChronoUnit.MINUTES));

            if (version.canNeverExpire()) {
                assertThat(expiryOfSuccessor(versioned, now.plus(355, ChronoUnit.DAYS), false))
                        .isCloseTo(now.plus(365, ChronoUnit.DAYS), within(1, ChronoUnit.MINUTES));
                assertThat(expiryOfSuccessor(versioned, null, true)).isNull();
            } else {
                theLifetimeIsShorterOnlyOnRequest(versioned, now.plus(355, ChronoUnit.DAYS), "365 days");
                theLifetimeIsShorterOnlyOnRequest(versioned, null, "never expires");
            }
        }
    }

    private void theLifetimeIsShorterOnlyOnRequest(TestClient versioned, Instant expiry, String lifetime) {
        SandboxToken old = addToken(expiry, expiry == null);
        long creates = tenant.getLedger().count(Operation.CREATE);
        StepVerifier.create(versioned.tokens().rotate(old.id(), vault::store))
                .expectErrorSatisfies(e -> assertThat(e)
                        .hasMessageContainingAll(lifetime, "six months", "shorterLifetime(true)")
                        .isInstanceOfSatisfying(
                                RotationFailedException.class,
                                failed -> assertThat(failed.getState()).isEqualTo(RotationState.LIFETIME_NOT_ALLOWED)))
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(creates);

        RotatedPersonalAccessToken rotated = versioned
                .tokens()
                .rotate(
                        old.id(),
                        RotationOptions.create(o -> o.handOver(vault::store).shorterLifetime(true)))
                .block(SOON);
        assertThat(rotated.isLifetimeShorter()).isTrue();
        assertThat(rotated.getSuccessor().getExpirationDate())
                .isCloseTo(
                        Instant.now().atOffset(ZoneOffset.UTC).plusMonths(6).toInstant(),
                        within(1, ChronoUnit.MINUTES));
    }

    private SandboxToken addToken(Instant expiry, boolean never) {
        return tenant.addToken(
                "t-" + expiry,
                t -> t.withCreated(Instant.now().minus(10, ChronoUnit.DAYS)).withExpiration(expiry, never));
    }

    private Instant expiryOfSuccessor(TestClient versioned, Instant expiry, boolean never) {
        RotatedPersonalAccessToken rotated = versioned
                .tokens()
                .rotate(addToken(expiry, never).id(), vault::store)
                .block(SOON);
        assertThat(rotated.isLifetimeShorter()).isFalse();
        return tenant.getLedger().findById(rotated.getSuccessor().getId()).expirationDate();
    }

    @Test
    void theRequestCanBeChanged() {
        String id = tenant.addToken("ci").id();
        client.tokens()
                .rotate(
                        id,
                        RotationOptions.create(o -> o.handOver(vault::store)
                                .request((old, request) ->
                                        request.name(old.getName() + "-next").scope(List.of("sp:scopes:default")))))
                .block(SOON);

        SandboxToken successor = tenant.getLedger().findByName("ci-next").get(0);
        assertThat(successor.scope()).isEqualTo(List.of("sp:scopes:default"));
    }

    @Test
    void whatIsNotTheCallersOwnIsNotFound() {
        SandboxToken others = tenant.addToken("ci", t -> t.withOwner("another", "Another"));
        fails(client.tokens().rotate("nobody", vault::store), RotationState.NOT_FOUND);
        fails(client.tokens().rotate(others.id(), vault::store), RotationState.NOT_FOUND);
    }

    @Test
    void whatThePlatformManagesIsRefused() {
        String id = tenant.addToken("flow", t -> t.withManaged(true)).id();
        fails(client.tokens().rotate(id, vault::store), RotationState.NOT_CREATED);
    }

    @Test
    void aFullQuotaIsSeenBeforeTheCreate() {
        String id = tenant.addToken("ci").id();
        for (int i = 1; i < 10; i++) {
            tenant.addToken("t" + i);
        }
        fails(client.tokens().rotate(id, vault::store), RotationState.QUOTA_FULL);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isZero();
    }

    @Test
    void otherTokenOfTheNameIsKept() {
        String id = tenant.addToken("ci").id();
        RotationOptions options =
                RotationOptions.create(o -> o.handOver(vault::store).request((old, request) -> request.name("next")));
        SandboxToken namesake = tenant.addToken("next", t -> t.withScope(List.of("something:else")));
        StepVerifier.create(client.tokens().rotate(id, options))
                .expectErrorSatisfies(e -> assertThat(((RotationFailedException) e).getSuccessorId())
                        .isEqualTo(namesake.id()))
                .verify(SOON);
        fails(client.tokens().rotate(id, options), RotationState.NAME_TAKEN);
    }

    @Test
    void aRequestThatBreaksARuleIsNotSent() {
        String id = tenant.addToken("ci").id();
        fails(
                client.tokens()
                        .rotate(
                                id,
                                RotationOptions.create(
                                        o -> o.handOver(vault::store).request((old, request) -> request.name(" ")))),
                RotationState.NOT_CREATED);
    }

    @Test
    void optionsWithoutAHandOverCannotBeBuilt() {
        assertThatThrownBy(() -> RotationOptions.create(o -> o.maxTokens(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("handOver");
        assertThatThrownBy(() ->
                        RotationOptions.create(o -> o.handOver(vault::store).maxTokens(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void verificationIsRepeated() {
        String id = tenant.addToken("ci").id();
        tenant.getFaults()
                .add(Fault.on(Operation.TOKEN)
                        .matching(request -> !request.body().contains(tenant.getClientId()))
                        .times(2)
                        .status(401, "{\"error\":\"invalid_client\"}"));

        RotatedPersonalAccessToken rotated =
                client.tokens().rotate(id, vault::store).block(SOON);

        assertThat(rotated.isOldDeleted()).isTrue();
        assertThat(tenant.getLedger().count(Operation.TOKEN)).isEqualTo(4);
    }

    @Test
    void oneTokenIsRotatedOnceAtATime() {
        String id = tenant.addToken("ci").id();
        StepVerifier.create(client.tokens()
                        .rotate(
                                id,
                                created -> vault.store(created)
                                        .then(client.tokens().rotate(id, vault::store))
                                        .onErrorResume(
                                                RotationFailedException.class,
                                                e -> e.getMessage().contains("in flight on this client")
                                                        ? Mono.empty()
                                                        : Mono.error(e))))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        vault.assertHasAllThatLives(tenant);
    }

    @Test
    void verifyTellsWhetherASecretWorks() {
        SandboxToken token = tenant.addToken("ci");
        StepVerifier.create(client.tokens().verify(token.id(), Secret.of(token.secret())))
                .expectComplete()
                .verify(SOON);
        StepVerifier.create(client.tokens().verify(token.id(), Secret.of("wrong")))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(AuthenticationException.class)
                        .hasMessageNotContaining("wrong"))
                .verify(SOON);
    }

    @Test
    void logsEachStepAndNoSecret() {
        SandboxToken old = tenant.addToken("ci", t -> t);
        try (TraceLog log = TraceLog.start()) {
            RotatedPersonalAccessToken rotated =
                    client.tokens().rotate(old.id(), vault::store).block(SOON);

            String successor = rotated.getSuccessor().getId();
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("io.github.sailpat.rotation"))
                    .allMatch(line -> line.startsWith("DEBUG"))
                    .allMatch(line -> line.contains("Rotation of token " + old.id()))
                    .extracting(line -> line.substring(line.indexOf(": ") + 2).strip())
                    .map(line -> line.replaceAll(" \\{}$", ""))
                    .containsExactly(
                            "1 own tokens were listed, none has the successor's name",
                            "successor " + successor + " was created",
                            "the secret of successor " + successor + " was handed over",
                            "the secret of successor " + successor + " was verified",
                            "beforeDelete has completed",
                            "the old token was deleted");
            assertThat(log.lines())
                    .noneMatch(line ->
                            line.contains(rotated.getSuccessor().getSecret().reveal()));
        }
    }

    @Test
    void logsAFailureWithoutAnIdThatIsNotListed() {
        try (TraceLog log = TraceLog.start()) {
            fails(client.tokens().rotate("a-secret-by-mistake", vault::store), RotationState.NOT_FOUND);

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("io.github.sailpat.rotation"))
                    .singleElement()
                    .asString()
                    .contains("NOT_FOUND")
                    .doesNotContain("a-secret-by-mistake");
        }
    }
}
