package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.BulkOutcome.NotAttempted;
import io.github.sailpat.reactive.BulkOutcome.Rejected;
import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.BulkOutcome.Unknown;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a job with a journal does with each input when it is run again. */
class BulkJournalTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final MemoryJournal journal = new MemoryJournal();
    private final Vault vault = new Vault();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private BulkOptions options(UnaryOperator<BulkOptions.Builder> customizer) {
        return BulkOptions.create(o -> customizer.apply(o.journal(journal)));
    }

    private BulkOptions handingOver() {
        return options(o -> o.handOver(vault::store).storedSecret(vault::find));
    }

    private static Flux<CreatePersonalAccessTokenRequest> requests(int count) {
        return Flux.range(0, count).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("c-" + i)));
    }

    private List<BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>> create(
            int count, BulkOptions options) {
        return Outcomes.of(client.tokens().createAll(requests(count), options));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void outcomesOfAnEarlierRunAreCountedAndNotEmittedAgain(boolean ordered) {
        assertThat(create(40, options(o -> o.handOver(vault::store)))).hasSize(40);

        var job = client.tokens()
                .createAll(requests(60), options(o -> o.handOver(vault::store).ordered(ordered)));
        var outcomes = Outcomes.of(job);

        assertThat(outcomes).hasSize(20).allMatch(o -> o.getIndex() >= 40);
        assertThat(job.getProgress().getSucceeded()).isEqualTo(60);
        assertThat(job.getProgress().getDoneBefore()).isEqualTo(40);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(60);
        assertThat(journal.isOpen()).isFalse();
    }

    @Test
    void requestIsSentAfterTheJournalHasRecordedIt() {
        List<Boolean> recorded = new CopyOnWriteArrayList<>();
        tenant.getFaults()
                .add(Fault.on(Operation.CREATE)
                        .always()
                        .matching(request -> {
                            recorded.add(journal.entries.containsKey("c-0"));
                            return false;
                        })
                        .status(500, null));

        assertThat(create(1, handingOver())).hasOnlyElementsOfType(Succeeded.class);
        assertThat(recorded).containsExactly(true);
    }

    @Test
    void createWithoutAnOutcomeIsLookedForByItsName() {
        create(3, options(o -> o.handOver(token -> Mono.empty())));
        List.of("c-0", "c-1", "c-2").forEach(journal::forgetOutcome);
        SandboxToken stored = tenant.getLedger().findByName("c-1").get(0);
        vault.put(stored);
        tenant.getLedger().clear();
        var outcomes = Outcomes.of(client.tokens().createAll(requests(3), handingOver()));

        assertThat(outcomes).hasSize(3);
        for (var outcome : outcomes) {
            String name = outcome.getInput().getName();
            if (name.equals("c-1")) {
                assertThat(outcome).isInstanceOf(Succeeded.class);
                assertThat(journal.state(name)).isEqualTo(BulkJournalState.SUCCEEDED);
            } else {
                assertThat(outcome)
                        .isInstanceOfSatisfying(
                                SecretLost.class,
                                lost -> assertThat(lost.getId())
                                        .isEqualTo(tenant.getLedger()
                                                .findByName(name)
                                                .get(0)
                                                .id()));
                assertThat(journal.state(name)).isEqualTo(BulkJournalState.SECRET_LOST);
            }
        }
        assertThat(tenant.getLedger().count(Operation.CREATE)).isZero();
    }

    @Test
    void createThatWasNotAppliedIsSentAgain() {
        create(1, handingOver());
        journal.forgetOutcome("c-0");
        client.tokens().delete(tenant.getLedger().findByName("c-0").get(0).id()).block(SOON);

        assertThat(create(1, handingOver())).hasOnlyElementsOfType(Succeeded.class);
        vault.assertHasAllThatLives(tenant);
    }

    @Test
    void inputThatHasChangedIsRefusedByItsName() {
        create(2, handingOver());
        var changed = requests(2)
                .map(r -> CreatePersonalAccessTokenRequest.create(
                        b -> b.name(r.getName()).scope(List.of("idn:all-" + r.getName()))));

        var outcomes = Outcomes.of(client.tokens().createAll(changed, handingOver()));

        assertThat(outcomes).hasSize(2).allSatisfy(outcome -> {
            assertThat(outcome).isInstanceOf(Rejected.class);
            assertThat(outcome.getError())
                    .isInstanceOf(BulkJournalException.class)
                    .hasMessageContaining("the input " + outcome.getInput().getName() + " has changed");
        });
        assertThat(journal.state("c-0")).isEqualTo(BulkJournalState.SUCCEEDED);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(2);
    }

    @Test
    void changedInputOfARequestThatMayHaveBeenAppliedIsRefusedWithAMessageThatSaysSo() {
        create(1, handingOver());
        journal.forgetOutcome("c-0");
        var changed = requests(1)
                .map(r -> CreatePersonalAccessTokenRequest.create(
                        b -> b.name(r.getName()).scope(List.of("idn:another"))));

        assertThat(Outcomes.of(client.tokens().createAll(changed, handingOver())))
                .singleElement()
                .isInstanceOfSatisfying(
                        Rejected.class,
                        outcome -> assertThat(outcome.getError())
                                .hasMessageContaining("c-0 has changed since an earlier run sent it")
                                .hasMessageContaining("may have been applied"));
        assertThat(journal.state("c-0")).isEqualTo(BulkJournalState.SENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_025, 70_000})
    void keyThatIsTooLongForAnEntryIsRejectedBeforeAnythingIsWrittenOrSent(int length) {
        assertThat(Outcomes.of(client.tokens()
                        .deleteAll(Flux.just("id"), options(o -> o.journalKey(input -> "x".repeat(length))))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Rejected.class,
                        outcome -> assertThat(outcome.getError()).hasMessageContaining("must have 1 to 1024"));
        assertThat(journal.entries).isEmpty();
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void failuresOfAnEarlierRunDoNotStopTheJob() {
        List<String> absent =
                IntStream.range(0, 20).mapToObj(i -> "absent-" + i).toList();
        Outcomes.of(client.tokens().deleteAll(Flux.fromIterable(absent), options(o -> o)));
        Flux<String> all = Flux.fromIterable(absent).concatWith(Flux.fromIterable(addTokens(20)));

        var outcomes = Outcomes.of(client.tokens()
                .deleteAll(
                        all.concatWithValues("absent-too"),
                        options(o -> o.stopOnFailureShare(0.5, 10).ordered(true))));

        assertThat(outcomes).hasSize(21).filteredOn(Succeeded.class::isInstance).hasSize(20);
    }

    @Test
    void jobThatHasFailedIsResumedByAnotherSubscription() {
        journal.room.set(21);

        List<String> names = client.tokens()
                .createAll(requests(60), handingOver())
                .doOnError(error -> journal.room.set(Integer.MAX_VALUE))
                .retry(1)
                .filter(Succeeded.class::isInstance)
                .map(outcome -> outcome.getInput().getName())
                .distinct()
                .collectList()
                .block(SOON);

        assertThat(names).hasSize(60);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(60);
    }

    @Test
    void jobThatOpensNoSessionFails() {
        BulkOptions options = BulkOptions.create(o -> o.journal(operation -> Mono.empty()));

        assertThatThrownBy(
                        () -> client.tokens().deleteAll(Flux.just("x"), options).blockLast(SOON))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("without a session");
    }

    @Test
    void inputThatIsDoneNeedsNoPermissionToBeSent() {
        String own = tenant.getClientId();
        Outcomes.of(client.tokens()
                .patchAll(Flux.just(BulkPatch.of(own, p -> p.name("me"))), options(o -> o.allowOwnClient(true))));

        var again = client.tokens().patchAll(Flux.just(BulkPatch.of(own, p -> p.name("me"))), options(o -> o));

        assertThat(Outcomes.of(again)).isEmpty();
        assertThat(again.getProgress().getDoneBefore()).isEqualTo(1);
        journal.entries.clear();
        assertThat(Outcomes.of(again)).hasOnlyElementsOfType(Rejected.class);
        assertThat(journal.entries).isEmpty();
    }

    @Test
    void patchThatHasChangedIsRefusedByTheIdOfItsToken() {
        String id = addTokens(1).get(0);
        Outcomes.of(client.tokens().patchAll(Flux.just(BulkPatch.of(id, p -> p.name("one"))), options(o -> o)));

        var outcomes =
                Outcomes.of(client.tokens().patchAll(Flux.just(BulkPatch.of(id, p -> p.name("two"))), options(o -> o)));

        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome).isInstanceOf(Rejected.class);
            assertThat(outcome.getError()).hasMessageContaining("the input " + id + " has changed");
        });
        assertThat(tenant.getLedger().findById(id).name()).isEqualTo("one");
    }

    @Test
    void secondInputOfAKeyIsRefused() {
        var outcomes = Outcomes.of(client.tokens().createAll(Flux.concat(requests(1), requests(1)), handingOver()));

        assertThat(outcomes).hasAtLeastOneElementOfType(Succeeded.class).hasAtLeastOneElementOfType(Rejected.class);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
    }

    @Test
    void deleteWithoutAnOutcomeIsRepeatedAndDone() {
        List<String> ids = addTokens(2);
        Outcomes.of(client.tokens().deleteAll(Flux.fromIterable(ids), options(o -> o)));
        journal.forgetOutcome(ids.get(0));

        var outcomes = Outcomes.of(client.tokens().deleteAll(Flux.fromIterable(ids), options(o -> o)));

        assertThat(outcomes).singleElement().isInstanceOf(Succeeded.class);
        assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(3);
    }

    @Test
    void patchWithoutAnOutcomeIsRepeatedIfThatChangesNothing() {
        List<String> ids = addTokens(2);
        List<BulkPatch> patches = List.of(
                BulkPatch.of(ids.get(0), p -> p.name("new-0")),
                BulkPatch.of(
                        ids.get(1),
                        JsonPatch.parse("[{\"op\":\"add\",\"path\":\"/scope/-\",\"value\":\"sp:scopes:all\"}]")));
        Outcomes.of(client.tokens().patchAll(Flux.fromIterable(patches), options(o -> o)));
        ids.forEach(journal::forgetOutcome);

        var outcomes = Outcomes.of(client.tokens().patchAll(Flux.fromIterable(patches), options(o -> o.ordered(true))));

        assertThat(outcomes.get(0)).isInstanceOf(Succeeded.class);
        assertThat(outcomes.get(1)).isInstanceOf(Unknown.class);
        assertThat(tenant.getLedger().count(Operation.PATCH)).isEqualTo(3);
    }

    @Test
    void inputHasTheKeyThatTheOptionsGiveIt() {
        create(
                1,
                options(o -> o.handOver(vault::store)
                        .journalKey(input -> "row of " + ((CreatePersonalAccessTokenRequest) input).getName())));

        assertThat(journal.entries).containsOnlyKeys("row of c-0");
    }

    @Test
    void jobStopsBeforeItSendsWhatItCannotRecord() {
        journal.room.set(41);
        List<BulkOutcome<?, ?>> outcomes = new ArrayList<>();

        assertThatThrownBy(() -> client.tokens()
                        .createAll(requests(200), handingOver())
                        .doOnNext(outcomes::add)
                        .blockLast(SOON))
                .isInstanceOf(BulkJournalException.class)
                .hasMessage("the journal is full");

        long sent = tenant.getLedger().count(Operation.CREATE);
        assertThat(sent).isLessThan(41);
        assertThat(outcomes.stream().filter(Succeeded.class::isInstance)).hasSize((int) sent);
        assertThat(outcomes).filteredOn(o -> !(o instanceof Succeeded)).hasOnlyElementsOfType(NotAttempted.class);
        vault.assertHasAllThatLives(tenant);
        assertThat(journal.isOpen()).isFalse();
    }

    @Test
    void journalThatCannotBeOpenedFailsTheJobBeforeAnythingIsSent() {
        BulkOptions options = BulkOptions.create(
                o -> o.journal(operation -> Mono.error(new BulkJournalException("no " + operation, null))));

        assertThatThrownBy(
                        () -> client.tokens().deleteAll(Flux.just("x"), options).blockLast(SOON))
                .isInstanceOf(BulkJournalException.class)
                .hasMessage("no deletePersonalAccessToken");
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void inputInDoubtIsLookedIntoByTheNextRunIfTheCredentialsAreRefusedNow() {
        List<String> ids = addTokens(1);
        Outcomes.of(client.tokens().deleteAll(Flux.fromIterable(ids), options(o -> o)));
        create(1, handingOver());
        List.of(ids.get(0), "c-0").forEach(journal::forgetOutcome);
        try (TestClient refused = TestClient.of(
                tenant,
                b -> TestClient.unlimited(b).clientCredentials(tenant.getClientId(), Secret.of("another-secret")))) {
            var deletes = refused.tokens().deleteAll(Flux.fromIterable(ids), options(o -> o));
            assertThat(Outcomes.of(deletes)).hasOnlyElementsOfType(Unknown.class);
            var creates = refused.tokens().createAll(requests(1), handingOver());
            assertThat(Outcomes.of(creates)).hasOnlyElementsOfType(Unknown.class);
        }
        assertThat(journal.state(ids.get(0))).isEqualTo(BulkJournalState.SENT);
        assertThat(journal.state("c-0")).isEqualTo(BulkJournalState.SENT);

        assertThat(Outcomes.of(client.tokens().deleteAll(Flux.fromIterable(ids), options(o -> o))))
                .hasOnlyElementsOfType(Succeeded.class);
        assertThat(create(1, handingOver())).hasOnlyElementsOfType(Succeeded.class);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
    }

    private List<String> addTokens(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> tenant.addToken("token-" + i).id())
                .toList();
    }
}
