package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.reactive.BulkOutcome.Rejected;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.BulkOutcome.Unknown;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.Secret;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What a job of rotations with a journal does when it is run again. */
class JournaledRotationTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final MemoryJournal journal = new MemoryJournal();
    private final Vault vault = new Vault();
    private final SandboxToken old = vault.put(tenant.addToken("old"));

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private List<BulkOutcome<String, RotatedPersonalAccessToken>> rotate() {
        return Outcomes.of(client.tokens()
                .rotateAll(
                        Flux.just(old.id()),
                        RotationOptions.create(o -> o.handOver(vault::store)
                                .storedSecret(vault::find)
                                .maxTokens(100)
                                .journal(journal))));
    }

    private void failDeletes() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(403, null));
    }

    private TestClient clientOfOld() {
        return TestClient.of(tenant, b -> TestClient.unlimited(b).clientCredentials(old.id(), Secret.of(old.secret())));
    }

    private BulkJournalState state() {
        return journal.state(old.id());
    }

    @Test
    void rotationWithoutAnOutcomeIsContinued() {
        failDeletes();
        rotate();
        tenant.getFaults().clear();
        journal.forgetOutcome(old.id());

        assertThat(rotate()).hasOnlyElementsOfType(Succeeded.class);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
        assertThat(tenant.getLedger().getTokens()).hasSize(1);
        vault.assertHasAllThatLives(tenant);
        assertThat(state()).isEqualTo(BulkJournalState.SUCCEEDED);
        assertThat(rotate()).isEmpty();
    }

    @Test
    void oldTokenThatCouldNotBeDeletedIsDeletedByALaterRun() {
        failDeletes();
        assertThat(rotate())
                .singleElement()
                .isInstanceOfSatisfying(
                        Succeeded.class,
                        done -> assertThat(((RotatedPersonalAccessToken) done.getResult()).getDeleteError())
                                .isNotNull());
        assertThat(state()).isEqualTo(BulkJournalState.DELETING_OLD);

        assertThat(rotate()).hasOnlyElementsOfType(Unknown.class);
        assertThat(state()).isEqualTo(BulkJournalState.DELETING_OLD);

        tenant.getFaults().clear();
        assertThat(rotate()).isEmpty();
        assertThat(state()).isEqualTo(BulkJournalState.SUCCEEDED);
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(old.id());
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
    }

    @Test
    void rotationThatWasBegunByAnEarlierRunIsUnknownWhateverItFailsWithNow() {
        tenant.getFaults().add(Fault.on(Operation.LIST).always().status(400, null));
        assertThat(rotate()).hasOnlyElementsOfType(Rejected.class);
        assertThat(state()).isEqualTo(BulkJournalState.REJECTED);
        journal.forgetOutcome(old.id());

        assertThat(rotate()).singleElement().satisfies(outcome -> {
            assertThat(outcome).isInstanceOf(Unknown.class);
            assertThat(outcome.getError()).isInstanceOf(RotationFailedException.class);
        });
        assertThat(state()).isEqualTo(BulkJournalState.UNKNOWN);
    }

    /** Without the successor's credentials, the client would delete what it authenticates with. */
    @Test
    void tokenOfTheClientItselfIsNotDeletedByALaterRun() {
        failDeletes();
        RotationOptions options = RotationOptions.create(
                o -> o.handOver(vault::store).maxTokens(100).journal(journal).allowOwnClient(true));
        try (TestClient first = clientOfOld()) {
            assertThat(Outcomes.of(first.tokens().rotateAll(Flux.just(old.id()), options)))
                    .hasOnlyElementsOfType(Succeeded.class);
        }
        assertThat(state()).isEqualTo(BulkJournalState.DELETING_OLD);
        tenant.getFaults().clear();

        try (TestClient second = clientOfOld()) {
            assertThat(Outcomes.of(second.tokens().rotateAll(Flux.just(old.id()), options)))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            outcome -> assertThat(outcome.getError())
                                    .hasMessageContaining("create the client with the successor"));
        }
        assertThat(state()).isEqualTo(BulkJournalState.DELETING_OLD);
        assertThat(tenant.getLedger().getDeletedIds()).isEmpty();
        assertThat(Outcomes.of(client.tokens().rotateAll(Flux.just(old.id()), options)))
                .isEmpty();
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(old.id());
    }

    @Test
    void rotationIsRecordedBeforeItDeletes() {
        tenant.getFaults()
                .add(Fault.on(Operation.DELETE)
                        .always()
                        .matching(request -> state() != BulkJournalState.DELETING_OLD)
                        .status(500, null));

        assertThat(rotate()).hasOnlyElementsOfType(Succeeded.class);
        assertThat(client.tokens().list().collectList().block(SOON)).hasSize(1);
    }
}
