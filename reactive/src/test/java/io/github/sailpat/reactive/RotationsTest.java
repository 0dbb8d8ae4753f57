package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.assertOneEach;
import static io.github.sailpat.reactive.Outcomes.kind;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RotationsTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).ownTokenListed(true));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final Vault vault = new Vault();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private List<String> tokens(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> vault.put(tenant.addToken("t" + i)).id())
                .toList();
    }

    private List<SandboxToken> othersThanTheClients() {
        return tenant.getLedger().getTokens().stream()
                .filter(token -> !token.id().equals(tenant.getClientId()))
                .toList();
    }

    private List<BulkOutcome<String, RotatedPersonalAccessToken>> rotateAll(List<String> ids, RotationOptions options) {
        var outcomes = new ArrayList<>(Outcomes.of(client.tokens().rotateAll(Flux.fromIterable(ids), options)));
        outcomes.sort(Comparator.comparing(BulkOutcome::getIndex));
        assertOneEach(outcomes, ids.size());
        return outcomes;
    }

    @Test
    void roomForOneMoreTokenIsEnoughForAll() {
        List<String> ids = tokens(8); // and the client's own

        Map<String, String> successors = new ConcurrentHashMap<>();
        var outcomes = rotateAll(
                ids,
                RotationOptions.create(o -> o.handOver((old, created) -> {
                    successors.put(old.getId(), created.getId());
                    return vault.store(created);
                })));

        assertThat(outcomes)
                .allMatch(Succeeded.class::isInstance)
                .allMatch(o -> tenant.getLedger().findById(successors.get(o.getInput())) != null);
        assertThat(tenant.getLedger().getTokens()).hasSize(9).noneMatch(token -> ids.contains(token.id()));
        assertThat(tenant.getLedger().getTokens())
                .filteredOn(token -> !token.id().equals(tenant.getClientId()))
                .allMatch(vault::has);
    }

    @Test
    void concurrencyIsThatOfTheOptions() {
        List<String> ids = tokens(5);
        var outcomes = rotateAll(
                ids, RotationOptions.create(o -> o.handOver(vault::store).concurrency(4)));
        assertThat(outcomes).allMatch(Succeeded.class::isInstance);
    }

    @Test
    void eachFailureHasItsOutcome() {
        List<String> ids = tokens(4);
        tenant.getFaults().add(Fault.on(Operation.CREATE).status(400, null));
        tenant.getFaults().add(Fault.on(Operation.CREATE).resetAfterApplying());
        RotationOptions options = RotationOptions.create(o -> o.replaceUnused(false)
                .handOver(created -> created.getName()
                                .contains(ids.get(2).substring(ids.get(2).length() - 8))
                        ? Mono.error(new IllegalStateException("no"))
                        : vault.store(created)));

        var outcomes = rotateAll(
                List.of(ids.get(0), ids.get(1), ids.get(2), ids.get(3), "nobody", tenant.getClientId()), options);

        assertThat(outcomes)
                .extracting(Outcomes::kind)
                .containsExactly("Rejected", "SecretLost", "Unknown", "Succeeded", "Rejected", "Rejected");
        assertThat(outcomes.get(2).getError()).isInstanceOfSatisfying(RotationFailedException.class, failed -> {
            assertThat(failed.getState()).isEqualTo(RotationState.NOT_HANDED_OVER);
            vault.put(failed.getSuccessor());
        });
        assertThat(outcomes.get(5).getError()).isInstanceOf(IllegalArgumentException.class);
        assertThat(tenant.getLedger().findById(tenant.getClientId())).isNotNull();
        String lost = ((BulkOutcome.SecretLost<?, ?>) outcomes.get(1)).getId();
        assertThat(tenant.getLedger().getTokens())
                .filteredOn(token -> !token.id().equals(tenant.getClientId()))
                .filteredOn(token -> !token.id().equals(lost))
                .allMatch(vault::has);
    }

    @Test
    void clientsOwnTokenIsRotatedOnRequest() {
        List<String> ids = new ArrayList<>(tokens(2));
        ids.add(1, tenant.getClientId());

        var outcomes = rotateAll(
                ids, RotationOptions.create(o -> o.handOver(vault::store).allowOwnClient(true)));

        assertThat(outcomes).allMatch(Succeeded.class::isInstance);
        assertThat(tenant.getLedger().getTokens()).hasSize(3);
        vault.assertHasAllThatLives(tenant);
    }

    @Test
    void theSameTokenTwiceIsRotatedOnce() {
        String id = tokens(1).get(0);
        var outcomes = rotateAll(
                List.of(id, id),
                RotationOptions.create(o -> o.handOver(vault::store).concurrency(2)));
        assertThat(outcomes).extracting(Outcomes::kind).containsExactlyInAnyOrder("Succeeded", "Rejected");
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(1);
    }

    @Test
    void theSameTokenAgainIsNotFoundAlthoughTheListHasIt() {
        String id = tokens(1).get(0);

        var outcomes = rotateAll(List.of(id, id, id), RotationOptions.of(vault::store));

        assertThat(outcomes).extracting(Outcomes::kind).containsExactly("Succeeded", "Rejected", "Rejected");
        assertThat(((RotationFailedException) outcomes.get(2).getError()).getState())
                .isEqualTo(RotationState.NOT_FOUND);
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(1);
    }

    @Test
    void tokenThatWasCreatedSinceTheListIsFoundWhenTheTenantRefusesTheName() {
        List<String> ids = tokens(2);
        String name = "t1 (after " + ids.get(1).substring(ids.get(1).length() - 8) + ")";

        var outcomes = rotateAll(
                ids,
                RotationOptions.of(created -> vault.store(created)
                        .doOnSuccess(
                                stored -> vault.put(tenant.addToken(name, token -> token.withScope(List.of("x")))))));

        assertThat(outcomes).extracting(Outcomes::kind).containsExactly("Succeeded", "Rejected");
        assertThat(((RotationFailedException) outcomes.get(1).getError()).getState())
                .isEqualTo(RotationState.NAME_TAKEN);
        assertThat(tenant.getLedger().findById(ids.get(1))).isNotNull();
        assertThat(othersThanTheClients()).allMatch(vault::has);
    }

    @Test
    void lostSecretIsReplacedAndTheNextRotationListsAgain() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).resetAfterApplying());

        var outcomes = rotateAll(
                tokens(3), RotationOptions.create(o -> o.handOver(vault::store).replaceUnused(true)));

        assertThat(outcomes).allMatch(Succeeded.class::isInstance);
        assertThat(tenant.getLedger().getTokens()).hasSize(4);
        assertThat(othersThanTheClients()).allMatch(vault::has);
    }

    @Test
    void failedListIsTheErrorOfAllThatWaitForItAndOfNoOther() {
        tenant.getFaults()
                .add(Fault.on(Operation.LIST)
                        .delay(Duration.ofMillis(300))
                        .status(403, null)
                        .times(1));

        var outcomes = rotateAll(
                tokens(5), RotationOptions.create(o -> o.handOver(vault::store).concurrency(3)));

        assertThat(outcomes)
                .extracting(Outcomes::kind)
                .containsExactly("Rejected", "Rejected", "Rejected", "Succeeded", "Succeeded");
        assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(2);
    }

    @Test
    void stopDuringASharedListEndsWhatHasSentNothing() {
        tenant.getFaults().add(Fault.on(Operation.LIST).delay(Duration.ofMillis(300)));
        BulkJob<String, RotatedPersonalAccessToken> job = client.tokens()
                .rotateAll(
                        Flux.fromIterable(tokens(6)),
                        RotationOptions.create(o -> o.handOver(vault::store).concurrency(4)));
        var outcomes = job.collectList().toFuture();
        assertThat(Observed.soon(() -> tenant.getLedger().count(Operation.LIST) == 1))
                .isTrue();

        job.stop();

        assertThat(outcomes.orTimeout(20, TimeUnit.SECONDS).join())
                .extracting(Outcomes::kind)
                .containsExactlyInAnyOrder("NotAttempted", "NotAttempted", "NotAttempted", "Succeeded");
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(1);
    }

    @Test
    void cancelDuringASharedListSendsNothingElse() {
        tenant.getFaults().add(Fault.on(Operation.LIST).always().stall());
        RotationOptions options =
                RotationOptions.create(o -> o.handOver(vault::store).concurrency(3));
        BulkJob<String, RotatedPersonalAccessToken> job =
                client.tokens().rotateAll(Flux.fromIterable(tokens(3)), options);
        Disposable first = job.subscribe();
        assertThat(Observed.soon(() -> tenant.getLedger().count(Operation.LIST) == 1))
                .isTrue();

        first.dispose();
        tenant.getFaults().clear();

        assertThat(Outcomes.of(job)).hasSize(3).allMatch(Succeeded.class::isInstance);
        assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(2);
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(3);
    }

    @Test
    void stopCompletesTheRotationInFlight() {
        List<String> ids = tokens(5);
        List<BulkJob<?, ?>> job = new ArrayList<>();
        BulkJob<String, RotatedPersonalAccessToken> rotations = client.tokens()
                .rotateAll(
                        Flux.fromIterable(ids),
                        RotationOptions.of(created -> vault.store(created)
                                .doOnSuccess(stored -> job.get(0).stop())));
        job.add(rotations);

        var outcomes = Outcomes.of(rotations);

        assertThat(kind(outcomes.get(0))).isEqualTo("Succeeded");
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(1);
        assertThat(tenant.getLedger().getTokens().stream().map(SandboxToken::id))
                .containsAll(ids.subList(1, 5))
                .doesNotContain(ids.get(0));
    }

    @Test
    void refusedCredentialsStopTheJob() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(401, null));
        var outcomes =
                Outcomes.of(client.tokens().rotateAll(Flux.fromIterable(tokens(5)), RotationOptions.of(vault::store)));
        assertThat(outcomes.get(0).getError()).isInstanceOf(AuthenticationException.class);
        assertThat(outcomes.stream().map(Outcomes::kind).filter("Rejected"::equals))
                .hasSize(1);
    }

    @Test
    void tokenThatTheClientHasSwitchedToIsNotReplacedAlthoughItsUseIsNotShownYet() {
        RotationOptions options =
                RotationOptions.create(o -> o.handOver(vault::store).allowOwnClient(true));
        String own = tenant.getClientId();
        tenant.getFaults().add(Fault.on(Operation.DELETE).status(403, null));
        RotatedPersonalAccessToken rotated =
                client.tokens().rotate(own, options).block(Duration.ofSeconds(20));
        assertThat(rotated.isOldDeleted()).isFalse();
        String unused = tenant.getLedger().getTokens().stream()
                .map(token -> ("{\"id\":\"%s\",\"name\":\"%s\",\"created\":\"%s\","
                                + "\"accessTokenValiditySeconds\":%d,\"expirationDate\":\"%s\"}")
                        .formatted(token.id(), token.name(), token.created(), token.validity(), token.expirationDate()))
                .collect(Collectors.joining(",", "[", "]"));
        tenant.getFaults().add(Fault.on(Operation.LIST).body(unused, "application/json"));

        StepVerifier.create(client.tokens().rotate(own, options))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(RotationFailedException.class)
                        .hasMessageContaining("It is the token of this client"))
                .verify(Duration.ofSeconds(20));
        assertThat(tenant.getLedger().getDeletedIds()).isEmpty();
        assertThat(client.tokens().list().collectList().block(Duration.ofSeconds(20)))
                .hasSize(2);
    }
}
