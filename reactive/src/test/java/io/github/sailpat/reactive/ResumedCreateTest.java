package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.BulkOutcome.Rejected;
import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.BulkOutcome.Unknown;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whose token it is that has the name of a create which an earlier run has sent. */
class ResumedCreateTest {
    private static final String NAME = "ci";

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));
    /** No call ends by itself within a test. */
    private final TestClient client = TestClient.of(
            tenant,
            b -> TestClient.unlimited(b).deadline(Duration.ofMinutes(2)).responseTimeout(Duration.ofMinutes(1)));

    private final MemoryJournal journal = new MemoryJournal();
    private final Vault vault = new Vault();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    /** Each key is an input, and all of them create a token of the same name. */
    private BulkJob<String, CreatedPersonalAccessToken> creates(
            UnaryOperator<BulkOptions.Builder> customizer, String... keys) {
        return creates(client, customizer, keys);
    }

    private BulkJob<String, CreatedPersonalAccessToken> creates(
            TestClient used, UnaryOperator<BulkOptions.Builder> customizer, String... keys) {
        return used.tokens()
                .createAll(
                        Flux.just(keys),
                        BulkOptions.create(o -> customizer.apply(o.concurrency(1)
                                .journal(journal)
                                .journalKey(key -> (String) key)
                                .handOver(vault::store))),
                        key -> CreatePersonalAccessTokenRequest.create(r -> r.name(NAME)));
    }

    private List<BulkOutcome<String, CreatedPersonalAccessToken>> create(String... keys) {
        return Outcomes.of(creates(o -> o, keys));
    }

    private String tokenId() {
        return tenant.getLedger().findByName(NAME).get(0).id();
    }

    private void change(String key, UnaryOperator<BulkJournalEntry.Builder> change) {
        journal.entries.computeIfPresent(
                key, (same, entry) -> BulkJournalEntry.create(e -> change.apply(e.from(entry))));
    }

    @Test
    void tokenOfAnotherInputIsNotTaken() {
        assertThat(create("one", "two"))
                .hasAtLeastOneElementOfType(Succeeded.class)
                .hasAtLeastOneElementOfType(Rejected.class);
        journal.forgetOutcome("two");

        assertThat(create("one", "two"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.getError()).hasMessageContaining(NAME));
        assertThat(journal.state("two")).isEqualTo(BulkJournalState.REJECTED);
    }

    @Test
    void tokenThatTwoInputsMayHaveCreatedIsOfNeither() {
        create("one", "two");
        journal.forgetOutcome("one");
        journal.forgetOutcome("two");

        assertThat(create("one", "two")).hasSize(2).allSatisfy(outcome -> {
            assertThat(outcome).isInstanceOf(Unknown.class);
            assertThat(outcome.getError().getCause()).hasMessageContaining(tokenId());
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tokenThatWasCreatedLongAfterTheProcessCouldHaveDoneItIsNotTaken(boolean tenantTime) {
        create("one");
        journal.forgetOutcome("one");
        change("one", e -> e.at(Instant.now().minus(Duration.ofHours(3))).tenantTime(tenantTime));

        assertThat(create("one")).hasOnlyElementsOfType(tenantTime ? Rejected.class : Unknown.class);
    }

    @Test
    void tokenThatWasCreatedWithinThePatienceOfTheJobIsTaken() {
        create("one");
        journal.forgetOutcome("one");
        change("one", e -> e.at(Instant.now().minus(Duration.ofMinutes(20))).tenantTime(true));

        assertThat(create("one")).hasOnlyElementsOfType(SecretLost.class);
    }

    private void listNothing(long times) {
        tenant.getFaults().add(Fault.on(Operation.LIST).times(times).body("[]", "application/json"));
    }

    /** The first request was applied after the tokens were listed, or the list is behind. */
    @Test
    void createThatIsRefusedAsADuplicateIsLookedForAgain() {
        create("one");
        journal.forgetOutcome("one");
        listNothing(1);

        assertThat(create("one"))
                .singleElement()
                .isInstanceOfSatisfying(
                        SecretLost.class, lost -> assertThat(lost.getId()).isEqualTo(tokenId()));
        assertThat(journal.state("one")).isEqualTo(BulkJournalState.SECRET_LOST);
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(1);
    }

    @Test
    void createThatIsRefusedAsADuplicateHasTheSecretThatIsStored() {
        create("one");
        journal.forgetOutcome("one");
        listNothing(1);

        assertThat(Outcomes.of(creates(o -> o.storedSecret(vault::find), "one")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Succeeded.class,
                        done -> assertThat(((CreatedPersonalAccessToken) done.getResult()).getId())
                                .isEqualTo(tokenId()));
        assertThat(journal.entries.get("one").getId()).isEqualTo(tokenId());
        assertThat(journal.state("one")).isEqualTo(BulkJournalState.SUCCEEDED);
    }

    @Test
    void createThatIsRefusedAsADuplicateAndNotFoundIsUnknown() {
        create("one");
        journal.forgetOutcome("one");
        listNothing(1_000);

        assertThat(create("one")).hasOnlyElementsOfType(Unknown.class);
        assertThat(journal.state("one")).isEqualTo(BulkJournalState.UNKNOWN);
    }

    /** The second run is hours after the first one, and its process dies as well. */
    @Test
    void tokenOfASecondRunThatDiesIsFoundByTheThird() {
        create("one");
        journal.forgetOutcome("one");
        change("one", e -> e.at(Instant.now().minus(Duration.ofHours(30))).tenantTime(true));
        client.tokens().delete(tokenId()).block(SOON);
        tenant.getFaults().add(Fault.on(Operation.CREATE).times(1).stallAfterApplying());
        try (TestClient second = TestClient.of(tenant, TestClient::unlimited)) {
            Disposable run = creates(second, o -> o, "one").subscribe();
            Conditions.await(() -> tenant.getLedger().getCreatesApplied() == 2);
            second.client().close();
            Conditions.await(run::isDisposed);
        }

        assertThat(create("one"))
                .singleElement()
                .isInstanceOfSatisfying(
                        SecretLost.class, lost -> assertThat(lost.getId()).isEqualTo(tokenId()));
    }

    private enum Found {
        UNUSED(true, true),
        USED(true, false),
        WITHOUT_A_LOOKUP_OF_SECRETS(false, false);

        private final boolean lookup;
        private final boolean replaced;

        Found(boolean lookup, boolean replaced) {
            this.lookup = lookup;
            this.replaced = replaced;
        }
    }

    @ParameterizedTest
    @EnumSource
    void tokenIsReplacedWhereTheClientDoesThatAndNobodyCanHaveItsSecret(Found found) {
        Outcomes.of(creates(o -> o.handOver(token -> Mono.empty()), "one"));
        journal.forgetOutcome("one");
        String lost = tokenId();
        if (found == Found.USED) {
            tenant.getFaults().add(Fault.on(Operation.LIST).always().body(usedToken(lost), "application/json"));
        }
        try (TestClient replacing =
                TestClient.of(tenant, b -> TestClient.unlimited(b).replaceLostTokens(true))) {
            assertThat(Outcomes.of(creates(replacing, o -> found.lookup ? o.storedSecret(vault::find) : o, "one")))
                    .hasOnlyElementsOfType(found.replaced ? Succeeded.class : SecretLost.class);
        }

        assertThat(tenant.getLedger().getDeletedIds()).isEqualTo(found.replaced ? List.of(lost) : List.of());
        assertThat(vault.has(tenant.getLedger().findByName(NAME).get(0))).isEqualTo(found.replaced);
    }

    private static String usedToken(String id) {
        return "[{\"id\":\"%s\",\"name\":\"%s\",\"created\":\"%s\",\"lastUsed\":\"%s\"}]"
                .formatted(id, NAME, Instant.now(), Instant.now());
    }

    @Test
    void lookupEndsWhenTheSubscriberCancels() {
        create("one");
        journal.forgetOutcome("one");
        tenant.getFaults().add(Fault.on(Operation.LIST).always().stall());
        Disposable subscription = creates(o -> o, "one").subscribe();
        Conditions.await(() -> tenant.getLedger().count(Operation.LIST) == 1 && tenant.getOpenConnections() > 0);
        int before = tenant.getOpenConnections();

        subscription.dispose();

        Conditions.await(() -> tenant.getOpenConnections() < before);
        assertThat(journal.state("one")).isEqualTo(BulkJournalState.SENT);
        assertThat(journal.isOpen()).isFalse();
    }

    /** The tenant asks for a wait of an hour, which the job would wait. */
    @Test
    void stopDoesNotWaitForALookup() {
        create("one");
        journal.forgetOutcome("one");
        tenant.getFaults().add(Fault.on(Operation.LIST).always().status(429, null, "Retry-After", "3600"));
        BulkJob<String, CreatedPersonalAccessToken> job = creates(o -> o.patience(Duration.ofHours(2)), "one");
        Mono.delay(Duration.ofMillis(5))
                .repeat(() -> tenant.getLedger().count(Operation.LIST) == 0)
                .then()
                .subscribe(nothing -> {}, error -> {}, job::stop);

        assertThat(job.collectList().block(SOON)).hasOnlyElementsOfType(BulkOutcome.NotAttempted.class);
        assertThat(journal.state("one")).isEqualTo(BulkJournalState.SENT);
    }
}
