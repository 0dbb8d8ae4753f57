package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** The journal of a job that is cancelled, fails, or whose subscriber throws. */
class JournaledCancelTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final MemoryJournal journal = new MemoryJournal();
    private final List<BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>> outcomes =
            new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private static Flux<CreatePersonalAccessTokenRequest> requests(int count) {
        return Flux.range(0, count).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("c-" + i)));
    }

    private BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> creates(
            Flux<CreatePersonalAccessTokenRequest> inputs, UnaryOperator<BulkOptions.Builder> customizer) {
        return client.tokens()
                .createAll(
                        inputs,
                        BulkOptions.create(
                                o -> customizer.apply(o.journal(journal).concurrency(1))));
    }

    /** With an end of the source, the job waits for the acknowledgements already. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void outcomesThatWereEmittedAreAcknowledgedAfterACancel(boolean sourceEnds) {
        Flux<CreatePersonalAccessTokenRequest> inputs =
                sourceEnds ? requests(2) : requests(2).concatWith(Flux.never());
        var job = creates(inputs, o -> o.manualAcknowledgement(true));
        Disposable subscription = job.subscribe(outcomes::add);
        Conditions.await(() -> outcomes.size() == 2);
        subscription.dispose();
        assertThat(journal.isOpen()).isTrue();

        job.acknowledge(outcomes.get(0));
        assertThat(journal.state("c-0")).isEqualTo(BulkJournalState.SUCCEEDED);
        job.markSecretLost(outcomes.get(1));

        assertThat(journal.state("c-1")).isEqualTo(BulkJournalState.SECRET_LOST);
        Conditions.await(() -> !journal.isOpen());
    }

    @Test
    void outcomesThatWereNotEmittedAreNotWaitedFor() {
        var job = creates(requests(3), o -> o.manualAcknowledgement(true).concurrency(3));
        StepVerifier.create(job, 1)
                .consumeNextWith(outcomes::add)
                .then(() -> Conditions.await(() -> job.getProgress().getOutcomes() == 3))
                .thenCancel()
                .verify(SOON);
        assertThat(journal.isOpen()).isTrue();

        job.acknowledge(outcomes.get(0));

        assertThat(journal.isOpen()).isFalse();
        assertThat(journal.entries.values())
                .extracting(BulkJournalEntry::getState)
                .containsExactlyInAnyOrder(BulkJournalState.SUCCEEDED, BulkJournalState.SENT, BulkJournalState.SENT);
    }

    /** Reactive Streams forbids it; the secret of the outcome is not known to be kept. */
    @Test
    void outcomeAtWhichTheSubscriberThrowsIsNotDone() {
        Sinks.Empty<Void> terminated = Sinks.empty();
        creates(requests(3), o -> o).subscribe(new CoreSubscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> outcome) {
                if (outcome.getIndex() == 1) {
                    throw new IllegalStateException("of the subscriber");
                }
            }

            @Override
            public void onError(Throwable error) {
                terminated.tryEmitError(error);
            }

            @Override
            public void onComplete() {}
        });

        StepVerifier.create(terminated.asMono())
                .expectErrorMessage("of the subscriber")
                .verify(SOON);
        Conditions.await(() -> !journal.isOpen());
        assertThat(journal.state("c-1")).isEqualTo(BulkJournalState.SENT);
    }

    @Test
    void errorOfTheSourceHasTheErrorOfTheJournalWithIt() {
        journal.room.set(1); // that the create is sent
        IllegalStateException ofSource = new IllegalStateException("of the source");

        StepVerifier.create(creates(
                                requests(1).concatWith(Mono.error(ofSource)),
                                o -> o.handOver(token -> Mono.empty()).concurrency(2))
                        .ignoreElements())
                .expectErrorSatisfies(error -> {
                    assertThat(error).isSameAs(ofSource);
                    assertThat(error.getSuppressed()).hasAtLeastOneElementOfType(BulkJournalException.class);
                })
                .verify(SOON);
    }
}
