package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.r2dbc.spi.ConnectionFactories;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** A journal in a database stands behind the same interface as the file. */
class R2dbcJournalTest {
    private final R2dbcJournal journal = new R2dbcJournal(
            ConnectionFactories.get("r2dbc:h2:mem:///journal?options=DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=200"));

    @Test
    void jobIsResumedFromADatabase() {
        Vault vault = new Vault();
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(1_000));
                TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            BulkOptions options = BulkOptions.create(o -> o.journal(journal).handOver(vault::store));
            assertThat(Outcomes.of(client.tokens().createAll(requests(20), options)))
                    .hasSize(20);
            assertThat(journal.update("UPDATE entry SET state = 'SENT', token = NULL WHERE id = 'c-7'")
                            .block(SOON))
                    .isEqualTo(1);

            var outcomes = Outcomes.of(client.tokens().createAll(requests(25), options));

            assertThat(outcomes)
                    .hasSize(6)
                    .filteredOn(SecretLost.class::isInstance)
                    .singleElement()
                    .satisfies(lost -> assertThat(lost.getInput().getName()).isEqualTo("c-7"));
            assertThat(outcomes).filteredOn(Succeeded.class::isInstance).hasSize(5);
            assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(25);
        }
    }

    @Test
    void entryIsFoundAgainWithAllItsFields() {
        BulkJournal.Session session = journal.open("rotatePersonalAccessToken").block(SOON);
        BulkJournalEntry entry = BulkJournalEntry.create(e -> {
            e.key("k").state(BulkJournalState.REJECTED).digest("0123456789abcdef0123456789abcdef");
            e.at(Instant.parse("2026-11-29T08:00:00.123456Z")).tenantTime(true).name("n");
            return e.id("9d1e2f30").error("BadRequestException").status(400).trackingId("e7a1");
        });
        session.append(entry).block(SOON);

        assertThat(session.find("k").block(SOON)).isEqualTo(entry);
        assertThat(session.find("another").block(SOON)).isNull();
        session.close().block(SOON);
    }

    @Test
    void secondJobIsRefused() {
        BulkJournal.Session first = journal.open("patchPersonalAccessToken").block(SOON);

        assertThatThrownBy(() -> journal.open("patchPersonalAccessToken").block(SOON))
                .isInstanceOf(BulkJournalException.class)
                .hasMessageContaining("in use by another job");
        first.close().block(SOON);
        journal.open("patchPersonalAccessToken").block(SOON).close().block(SOON);
    }

    private static Flux<CreatePersonalAccessTokenRequest> requests(int count) {
        return Flux.range(0, count).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("c-" + i)));
    }
}
