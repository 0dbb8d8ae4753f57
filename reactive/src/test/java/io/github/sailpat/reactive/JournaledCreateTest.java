package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** When a journal says that a create is done: when its secret was handed over. */
class JournaledCreateTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final MemoryJournal journal = new MemoryJournal();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> creates(
            int count, UnaryOperator<BulkOptions.Builder> customizer) {
        return client.tokens()
                .createAll(
                        Flux.range(0, count).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("c-" + i))),
                        BulkOptions.create(o -> customizer.apply(o.journal(journal))));
    }

    @Test
    void createIsDoneWhenItsHandOverHasCompletedAndBeforeItsOutcomeIsEmitted() {
        Sinks.Empty<Void> stored = Sinks.empty();
        List<BulkJournalState> whenEmitted = new CopyOnWriteArrayList<>();
        creates(1, o -> o.handOver(token -> stored.asMono()))
                .subscribe(outcome -> whenEmitted.add(journal.state("c-0")));
        Conditions.await(() -> stored.currentSubscriberCount() == 1);
        assertThat(journal.state("c-0")).isEqualTo(BulkJournalState.SENT);

        stored.tryEmitEmpty();

        Conditions.await(() -> !journal.isOpen());
        assertThat(whenEmitted).containsExactly(BulkJournalState.SUCCEEDED);
        assertThat(journal.entries.get("c-0").getId())
                .isEqualTo(tenant.getLedger().findByName("c-0").get(0).id());
    }

    @Test
    void secretWhoseHandOverHasFailedIsLost() {
        var outcomes = Outcomes.of(creates(1, o -> o.handOver(token -> Mono.error(new IllegalStateException("full")))));

        assertThat(outcomes).hasOnlyElementsOfType(SecretLost.class);
        assertThat(journal.state("c-0")).isEqualTo(BulkJournalState.SECRET_LOST);
    }

    @Test
    void handOverThatIsCompletedAfterACancelIsRecordedBeforeTheJournalIsClosed() {
        Sinks.Empty<Void> stored = Sinks.empty();
        Disposable subscription =
                creates(1, o -> o.handOver(token -> stored.asMono())).subscribe();
        Conditions.await(() -> stored.currentSubscriberCount() == 1);
        subscription.dispose();
        assertThat(journal.isOpen()).isTrue();

        stored.tryEmitEmpty();

        Conditions.await(() -> !journal.isOpen());
        assertThat(journal.state("c-0")).isEqualTo(BulkJournalState.SUCCEEDED);
    }

    @Test
    void jobWhoseLastAcknowledgementCannotBeRecordedFails() {
        journal.room.set(1); // that the create is sent

        StepVerifier.create(creates(1, o -> o), 1)
                .expectNextMatches(Succeeded.class::isInstance)
                .expectError(BulkJournalException.class)
                .verify(Outcomes.SOON);
        assertThat(journal.isOpen()).isFalse();
    }

    @Test
    void createWithoutAHandOverIsDoneWhenTheSubscriberHasAskedForMore() {
        var job = creates(3, o -> o.concurrency(1));
        List<String> received = new ArrayList<>();
        BaseSubscriber<BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>> subscriber =
                new BaseSubscriber<>() {
                    @Override
                    protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                        request(1);
                    }

                    @Override
                    protected void hookOnNext(
                            BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> outcome) {
                        received.add(outcome.getInput().getName());
                    }
                };
        job.subscribe(subscriber);
        Conditions.await(() -> received.size() == 1);
        assertThat(journal.state("c-0")).isEqualTo(BulkJournalState.SENT);

        subscriber.request(1);
        Conditions.await(() -> received.size() == 2);
        assertThat(journal.state("c-0")).isEqualTo(BulkJournalState.SUCCEEDED);
        assertThat(journal.state("c-1")).isEqualTo(BulkJournalState.SENT);

        subscriber.dispose();
        Conditions.await(() -> !journal.isOpen());
        assertThat(journal.state("c-1")).isEqualTo(BulkJournalState.SENT);
    }

    /** Requests when the test says so, and never by itself. */
    private static final class Requesting
            extends BaseSubscriber<BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>> {
        private final List<String> received = new CopyOnWriteArrayList<>();

        @Override
        protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {}

        @Override
        protected void hookOnNext(BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> outcome) {
            received.add(outcome.getInput().getName());
        }

        void requestAndAwait(long n, int all) {
            request(n);
            Conditions.await(() -> received.size() == all);
        }
    }

    private long done() {
        return journal.entries.values().stream()
                .filter(entry -> entry.getState() == BulkJournalState.SUCCEEDED)
                .count();
    }

    @Test
    void requestInAdvanceAcknowledgesNothingThatIsReceivedLater() {
        Requesting subscriber = new Requesting();
        creates(9, o -> o.concurrency(1)).subscribe(subscriber);
        subscriber.request(1);
        subscriber.requestAndAwait(3, 4);
        assertThat(done()).isZero();

        subscriber.requestAndAwait(3, 7);
        assertThat(done()).isEqualTo(3);

        subscriber.dispose();
        Conditions.await(() -> !journal.isOpen());
        assertThat(done()).isEqualTo(3);
    }

    /**
     * An operator that buffers asks for more when it has passed on some, and still has the others. It may do so while
     * the sixth outcome is still being received by it, which then does not count.
     */
    @Test
    void outcomesInABufferBehindTheJobAreNotDone() {
        StepVerifier.create(creates(30, o -> o.concurrency(1)).publishOn(Schedulers.parallel(), 8), 6)
                .expectNextCount(6)
                .then(() -> Conditions.await(() -> done() >= 5))
                .thenCancel()
                .verify(Outcomes.SOON);

        Conditions.await(() -> !journal.isOpen());
        assertThat(done()).isBetween(5L, 6L);
    }

    @Test
    void createsOfASubscriberWithoutBackPressureAreDoneWhenTheJobHasCompleted() {
        List<Long> doneBefore = new CopyOnWriteArrayList<>();

        creates(40, o -> o).doOnNext(outcome -> doneBefore.add(done())).blockLast(Outcomes.SOON);

        assertThat(doneBefore).hasSize(40).containsOnly(0L);
        assertThat(done()).isEqualTo(40);
    }

    @Test
    void createIsDoneWhenItsOutcomeIsAcknowledged() {
        var job = creates(2, o -> o.manualAcknowledgement(true));
        List<BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>> outcomes = new ArrayList<>();
        Disposable subscription = job.subscribe(outcomes::add);
        Conditions.await(() -> outcomes.size() == 2);
        assertThat(journal.entries.values())
                .extracting(BulkJournalEntry::getState)
                .containsOnly(BulkJournalState.SENT);
        assertThat(subscription.isDisposed()).isFalse();

        outcomes.forEach(job::acknowledge);

        Conditions.await(subscription::isDisposed);
        assertThat(journal.entries.values())
                .extracting(BulkJournalEntry::getState)
                .containsOnly(BulkJournalState.SUCCEEDED);
        assertThat(journal.isOpen()).isFalse();
    }
}
