package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.BulkOutcome.Unknown;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A close of the client ends a job with a journal at once, and leaves open what the end of the process would have. */
class JournaledCloseTest {
    /** Far less than the deadline of a hand-over, and than the time that a journal has for an answer. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(100_000));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final MemoryJournal journal = new MemoryJournal();
    private final List<CreatedPersonalAccessToken> undelivered = new CopyOnWriteArrayList<>();
    private final List<BulkOutcome<?, ?>> outcomes = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private Disposable create(UnaryOperator<BulkOptions.Builder> customizer) {
        return client.tokens()
                .createAll(
                        Flux.just(CreatePersonalAccessTokenRequest.create(r -> r.name("ci"))),
                        BulkOptions.create(o -> customizer.apply(o.onUndeliveredSecret(undelivered::add))))
                .subscribe(outcomes::add, error::set);
    }

    private void closeAndAwait(Disposable job) {
        long start = System.nanoTime();
        client.client().close();
        Conditions.await(job::isDisposed);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    }

    @Test
    void createThatIsInterruptedIsLookedIntoByTheNextRun() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).times(1).stallAfterApplying());
        Disposable job = create(o -> o.journal(journal).handOver(token -> Mono.empty()));
        Conditions.await(() -> tenant.getLedger().getCreatesApplied() == 1);

        closeAndAwait(job);

        assertThat(outcomes).hasOnlyElementsOfType(Unknown.class);
        assertThat(journal.state("ci")).isEqualTo(BulkJournalState.SENT);
        assertThat(journal.isOpen()).isFalse();
        try (TestClient next = TestClient.of(tenant, TestClient::unlimited)) {
            assertThat(Outcomes.of(next.tokens()
                            .createAll(
                                    Flux.just(CreatePersonalAccessTokenRequest.create(r -> r.name("ci"))),
                                    BulkOptions.create(o -> o.journal(journal).handOver(token -> Mono.empty())))))
                    .hasOnlyElementsOfType(SecretLost.class);
        }
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void handOverThatRunsEndsAndItsSecretIsUndelivered(boolean journaled) {
        Sinks.Empty<Void> stored = Sinks.empty();
        Disposable job = create(o -> o.journal(journaled ? journal : null).handOver(token -> stored.asMono()));
        Conditions.await(() -> stored.currentSubscriberCount() == 1);

        closeAndAwait(job);

        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        SecretLost.class,
                        lost -> assertThat(lost.getError()).hasCauseInstanceOf(ClientClosedException.class));
        assertThat(undelivered)
                .extracting(CreatedPersonalAccessToken::getId)
                .containsExactly(tenant.getLedger().findByName("ci").get(0).id());
        if (journaled) {
            assertThat(journal.state("ci")).isEqualTo(BulkJournalState.SENT);
        }
    }

    @Test
    void rotationThatIsInterruptedIsContinuedByTheNextRun() {
        Sinks.Empty<Void> stored = Sinks.empty();
        String old = tenant.addToken("old").id();
        Disposable job = client.tokens()
                .rotateAll(
                        Flux.just(old),
                        RotationOptions.create(o -> o.handOver((before, created) -> stored.asMono())
                                .maxTokens(100)
                                .journal(journal)))
                .subscribe(outcomes::add, error::set);
        Conditions.await(() -> stored.currentSubscriberCount() == 1);

        closeAndAwait(job);

        assertThat(outcomes).hasSize(1).noneMatch(Succeeded.class::isInstance);
        assertThat(journal.state(old)).isEqualTo(BulkJournalState.SENT);
    }

    @Test
    void jobDoesNotWaitForAcknowledgements() {
        Disposable job = create(o -> o.journal(journal).manualAcknowledgement(true));
        Conditions.await(() -> outcomes.size() == 1);

        closeAndAwait(job);

        assertThat(error.get()).isInstanceOf(ClientClosedException.class);
        assertThat(journal.state("ci")).isEqualTo(BulkJournalState.SENT);
        assertThat(journal.isOpen()).isFalse();
    }

    private enum Silent {
        OPEN,
        FIND,
        APPEND,
        CLOSE
    }

    @ParameterizedTest
    @EnumSource
    void jobDoesNotWaitForAJournalThatDoesNotAnswer(Silent silent) {
        Sinks.Empty<Void> asked = Sinks.empty();
        Mono<Void> never = Mono.<Void>never().doOnSubscribe(subscription -> asked.tryEmitEmpty());
        Disposable job = create(o -> o.journal(silentAt(silent, never)).handOver(token -> Mono.empty()));
        asked.asMono().block(AT_ONCE);

        closeAndAwait(job);

        assertThat(error.get()).isInstanceOf(ClientClosedException.class);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(silent == Silent.CLOSE ? 1 : 0);
    }

    private BulkJournal silentAt(Silent silent, Mono<Void> never) {
        return operation -> (silent == Silent.OPEN
                        ? never.then(Mono.<BulkJournal.Session>empty())
                        : journal.open(operation))
                .map(session -> new BulkJournal.Session() {
                    @Override
                    public Mono<BulkJournalEntry> find(String key) {
                        return silent == Silent.FIND ? never.then(Mono.empty()) : session.find(key);
                    }

                    @Override
                    public Flux<BulkJournalEntry> findByName(String name) {
                        return session.findByName(name);
                    }

                    @Override
                    public Mono<Void> append(BulkJournalEntry entry) {
                        return silent == Silent.APPEND ? never : session.append(entry);
                    }

                    @Override
                    public Mono<Void> close() {
                        return silent == Silent.CLOSE ? never : session.close();
                    }
                });
    }
}
