package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.FunctionErrorException;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The signals of a job with a journal: after a cancel, at a forbidden request, when the journal throws. */
class JournalSignalsTest {
    private static final Duration TICK = Duration.ofMillis(5);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));
    private final List<AbandonedCreate> abandoned = new CopyOnWriteArrayList<>();
    private final TestClient client =
            TestClient.of(tenant, b -> TestClient.unlimited(b).onAbandonedCreate(abandoned::add));
    private final MemoryJournal journal = new MemoryJournal();
    private final Vault vault = new Vault();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private static Flux<CreatePersonalAccessTokenRequest> requestsOf(String prefix, int count) {
        return Flux.range(0, count).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name(prefix + i)));
    }

    private BulkJob<?, ?> job(BulkJournal used) {
        return client.tokens()
                .createAll(
                        requestsOf("c-", 2),
                        BulkOptions.create(o -> o.journal(used).handOver(vault::store)));
    }

    private void cancelWithOutcomesInTheBuffer() {
        BulkJob<?, ?> job = job(journal);
        StepVerifier.create(job, 0)
                .expectSubscription()
                .then(() -> Mono.delay(TICK)
                        .repeat(() -> job.getProgress().getOutcomes() < 2)
                        .blockLast(SOON))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void lostSecretOfAnEarlierRunThatIsNotEmittedIsToldWithTheTimeOfThatRun() {
        assertThat(Outcomes.of(job(journal))).hasSize(2);
        Instant sent = journal.entries.get("c-1").getAt();
        journal.forgetOutcome("c-1");

        cancelWithOutcomesInTheBuffer();

        assertThat(abandoned).singleElement().satisfies(create -> {
            assertThat(create.getName()).isEqualTo("c-1");
            assertThat(create.getStartedAt()).isEqualTo(sent);
            assertThat(tenant.getLedger().findById(String.valueOf(create.getId())))
                    .isNotNull();
        });
    }

    @Test
    void lostSecretOfThisRunThatIsNotEmittedIsToldToo() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().resetAfterApplying());

        cancelWithOutcomesInTheBuffer();

        assertThat(abandoned).extracting(AbandonedCreate::getName).containsExactlyInAnyOrder("c-0", "c-1");
        assertThat(journal.state("c-0")).isEqualTo(BulkJournalState.SECRET_LOST);
    }

    @Test
    void jobThatIsCancelledWithOutcomesOfAnEarlierRunInItsBufferTellsNothing() {
        assertThat(Outcomes.of(job(journal))).hasSize(2);

        cancelWithOutcomesInTheBuffer();

        assertThat(abandoned).isEmpty();
    }

    /** What stands between a job and its consumer, and drops outcomes when it is cancelled. */
    private enum Downstream {
        TAKE {
            @Override
            Flux<?> of(Flux<?> job) {
                return job;
            }
        },
        PUBLISH_ON {
            @Override
            Flux<?> of(Flux<?> job) {
                return job.publishOn(Schedulers.parallel(), 4);
            }
        },
        FLAT_MAP {
            @Override
            Flux<?> of(Flux<?> job) {
                return job.flatMap(outcome -> Mono.delay(TICK).thenReturn(outcome), 4);
            }
        },
        BUFFER {
            @Override
            Flux<?> of(Flux<?> job) {
                return job.buffer(3);
            }
        };

        abstract Flux<?> of(Flux<?> job);
    }

    @ParameterizedTest
    @EnumSource
    void noTokenIsUnheardOfWhereOutcomesAreDropped(Downstream downstream) {
        for (int round = 0; round < 10; round++) {
            Flux<CreatePersonalAccessTokenRequest> requests = requestsOf("r-" + round + '-', 50);
            downstream
                    .of(client.tokens()
                            .createAll(
                                    requests,
                                    BulkOptions.create(o -> o.journal(journal).handOver(vault::store))))
                    .take(3)
                    .blockLast(SOON);
        }

        Conditions.await(() -> !journal.isOpen());
        Conditions.await(() -> tenant.getLedger().getTokens().stream().allMatch(this::isHeardOf));
        List<String> names =
                tenant.getLedger().getTokens().stream().map(SandboxToken::name).toList();
        assertThat(journal.entries.keySet()).containsAll(names);
    }

    private boolean isHeardOf(SandboxToken token) {
        return vault.has(token)
                || abandoned.stream().anyMatch(create -> create.getName().equals(token.name()));
    }

    @Test
    void jobOfAClientThatIsClosedEndsWithItsJournalClosedAndIsResumedByAnother() {
        List<BulkOutcome<?, ?>> outcomes = new CopyOnWriteArrayList<>();
        Flux<CreatePersonalAccessTokenRequest> requests = requestsOf("c-", 400);
        BulkOptions options = BulkOptions.create(
                o -> o.journal(journal).handOver(vault::store).storedSecret(vault::find));
        try (TestClient closed = TestClient.of(tenant, TestClient::unlimited)) {
            BulkJob<?, ?> job = closed.tokens().createAll(requests, options);
            Disposable subscription = job.subscribe(outcomes::add, error -> {});
            Conditions.await(() -> outcomes.size() > 20);
            closed.client().close();
            Conditions.await(subscription::isDisposed);
            assertThat(outcomes).hasSize(Math.toIntExact(job.getProgress().getTaken()));
        }
        assertThat(journal.isOpen()).isFalse();

        BulkJob<?, ?> rest = client.tokens().createAll(requests, options);
        rest.blockLast(SOON);

        assertThat(rest.getProgress().getOutcomes()).isEqualTo(400);
        assertThat(rest.getProgress().getNotAttempted()).isZero();
        assertThat(tenant.getLedger().getTokens())
                .extracting(SandboxToken::name)
                .doesNotHaveDuplicates();
    }

    @Test
    void requestOfNothingWhileTheJournalOpensIsAnError() {
        requestNothing(operation -> Mono.never());
    }

    @Test
    void requestOfNothingWhileTheJobRunsIsAnErrorAndClosesTheJournal() {
        requestNothing(journal);

        Conditions.await(() -> !journal.isOpen());
    }

    private void requestNothing(BulkJournal used) {
        Sinks.Empty<Void> terminated = Sinks.empty();
        var subscriber = new BaseSubscriber<Object>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}

            @Override
            protected void hookOnError(Throwable error) {
                terminated.tryEmitError(error);
            }

            void requestNothing() {
                upstream().request(0);
            }
        };
        job(used).subscribe(subscriber);
        subscriber.requestNothing();
        StepVerifier.create(terminated.asMono())
                .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("3.9"))
                .verify(SOON);
    }

    private enum Step {
        OPEN,
        FIND,
        APPEND
    }

    @ParameterizedTest
    @EnumSource
    void journalThatThrowsAnErrorOfTheMachineFailsTheJob(Step step) {
        StepVerifier.create(job(throwing(step)).ignoreElements())
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(FunctionErrorException.class)
                        .hasCauseInstanceOf(NoClassDefFoundError.class))
                .verify(SOON);

        assertThat(tenant.getLedger().count(Operation.CREATE)).isZero();
        assertThat(journal.isOpen()).isFalse();
    }

    private BulkJournal throwing(Step broken) {
        return operation -> throwAt(Step.OPEN, broken, () -> journal.open(operation))
                .map(session -> new BulkJournal.Session() {
                    @Override
                    public Mono<BulkJournalEntry> find(String key) {
                        return throwAt(Step.FIND, broken, () -> session.find(key));
                    }

                    @Override
                    public Flux<BulkJournalEntry> findByName(String name) {
                        return session.findByName(name);
                    }

                    @Override
                    public Mono<Void> append(BulkJournalEntry entry) {
                        return throwAt(Step.APPEND, broken, () -> session.append(entry));
                    }

                    @Override
                    public Mono<Void> close() {
                        return session.close();
                    }
                });
    }

    private static <T> T throwAt(Step step, Step broken, Supplier<T> otherwise) {
        if (step == broken) {
            throw new NoClassDefFoundError("com/example/Driver");
        }
        return otherwise.get();
    }
}
