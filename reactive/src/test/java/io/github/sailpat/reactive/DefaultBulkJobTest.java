package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static io.github.sailpat.reactive.Outcomes.assertOneEach;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.reactive.BulkOutcome.NotAttempted;
import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.reactive.BulkOutcome.Unknown;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class DefaultBulkJobTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(1_000_000));
    private final TestClient client =
            TestClient.of(tenant, b -> TestClient.unlimited(b).responseTimeout(Duration.ofSeconds(5)));

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private static Flux<CreatePersonalAccessTokenRequest> requests(String prefix) {
        return Flux.range(0, 1_000_000).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name(prefix + i)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void stopAtAnyTimeLeavesOneOutcomeForEachInputTaken(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            String where = "seed " + seed + ", round " + round;
            AtomicLong taken = new AtomicLong();
            boolean ordered = random.nextBoolean();
            BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> job = client.tokens()
                    .createAll(
                            requests("stop-" + round + "-").doOnNext(r -> taken.incrementAndGet()),
                            BulkOptions.create(b -> b.ordered(ordered).concurrency(1 + random.nextInt(40))));
            Disposable timer =
                    Mono.delay(Duration.ofNanos(random.nextInt(20_000_000))).subscribe(tick -> job.stop());

            var outcomes = Outcomes.of(job);

            assertThat(timer.isDisposed()).as(where).isTrue();
            assertOneEach(outcomes, outcomes.size());
            // One that the source was just giving may have come when all was over.
            assertThat(taken.get() - outcomes.size()).as(where).isBetween(0L, 1L);
            assertThat(outcomes)
                    .as(where)
                    .allMatch(o -> o instanceof Succeeded || o instanceof NotAttempted)
                    .allMatch(o -> tenant.getLedger()
                                    .findByName(o.getInput().getName())
                                    .size()
                            == (o instanceof Succeeded ? 1 : 0));
            tenant.getLedger().clear();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void cancelAtAnyTimeHandsOverEverySecretReceived(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            String where = "seed " + seed + ", round " + round;
            String prefix = "cancel-" + round + "-";
            Map<String, String> delivered = new ConcurrentHashMap<>();
            ConcurrentLinkedQueue<CreatedPersonalAccessToken> handed = new ConcurrentLinkedQueue<>();
            boolean ordered = random.nextBoolean();
            int concurrency = 1 + random.nextInt(40);
            int wanted = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(30);
            BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> job = client.tokens()
                    .createAll(
                            requests(prefix),
                            BulkOptions.create(b ->
                                    b.ordered(ordered).concurrency(concurrency).onUndeliveredSecret(handed::add)));
            Disposable running = job.subscribeWith(new Collector(delivered, wanted));
            Mono.delay(Duration.ofNanos(random.nextInt(20_000_000))).block(SOON);

            running.dispose();
            settle();

            handed.forEach(token -> assertThat(
                            delivered.put(token.getId(), token.getSecret().reveal()))
                    .as(where + ": handed over and delivered")
                    .isNull());
            Map<String, String> existing = tenant.getLedger().getTokens().stream()
                    .filter(token -> token.name().startsWith(prefix))
                    .collect(Collectors.toMap(SandboxToken::id, SandboxToken::secret));
            assertThat(existing).as(where).containsAllEntriesOf(delivered);
            // What was on the wire when its connection was closed: it cannot be received.
            assertThat(existing.size() - delivered.size()).as(where).isBetween(0, concurrency);
            assertThat(job.getProgress().getInFlight()).isZero();
        }
    }

    private static final class Collector
            extends BaseSubscriber<BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>> {
        private final Map<String, String> delivered;
        private final int wanted;

        Collector(Map<String, String> delivered, int wanted) {
            this.delivered = delivered;
            this.wanted = wanted;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (wanted > 0) {
                request(wanted == Integer.MAX_VALUE ? Long.MAX_VALUE : wanted);
            }
        }

        @Override
        protected void hookOnNext(BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> outcome) {
            if (outcome instanceof Succeeded<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> s) {
                delivered.put(s.getResult().getId(), s.getResult().getSecret().reveal());
            }
        }
    }

    /** Until the tenant has no request under way any more. */
    private void settle() {
        Mono.delay(Duration.ofMillis(30)).block(SOON);
    }

    @Test
    void bufferedSecretsAreHandedOverOnCancel() {
        List<CreatedPersonalAccessToken> handed = new CopyOnWriteArrayList<>();
        BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> job = client.tokens()
                .createAll(
                        requests("kept-"),
                        BulkOptions.create(b -> b.concurrency(6).onUndeliveredSecret(handed::add)));

        StepVerifier.create(job, 2)
                .expectNextCount(2)
                .then(() -> Mono.delay(Duration.ofMillis(10))
                        .repeat(() -> job.getProgress().getOutcomes() < 8)
                        .blockLast(SOON))
                .thenCancel()
                .verify(SOON);

        assertThat(handed).hasSize(6);
        Set<String> ids =
                tenant.getLedger().getTokens().stream().map(SandboxToken::id).collect(Collectors.toSet());
        assertThat(ids)
                .hasSize(8)
                .containsAll(
                        handed.stream().map(CreatedPersonalAccessToken::getId).toList());
    }

    @Test
    void secretInAnIncompleteResponseIsHandedOverOnCancel() {
        List<CreatedPersonalAccessToken> handed = new CopyOnWriteArrayList<>();
        // Id, secret and a little more, and then silence.
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().stallInBody(200));
        var job = client.tokens()
                .createAll(requests("half-").take(5), BulkOptions.create(b -> b.onUndeliveredSecret(handed::add)));

        StepVerifier.create(job)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(700))
                .thenCancel()
                .verify(SOON);

        assertThat(handed).hasSize(5);
        handed.forEach(
                token -> assertThat(tenant.getLedger().findById(token.getId()).secret())
                        .isEqualTo(token.getSecret().reveal()));
    }

    @Test
    void stopCompletesItemsInFlightAndDoesNotWaitForPermits() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().delay(Duration.ofMillis(300)));
        try (TestClient paced =
                TestClient.of(tenant, b -> b.rateLimiter(RateLimiter.slidingWindow(4, Duration.ofMinutes(10))))) {
            BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> job =
                    paced.tokens().createAll(requests("paced-"), BulkOptions.create(b -> b.concurrency(10)));

            StepVerifier.create(job.collectList())
                    .then(() -> Mono.delay(Duration.ofMillis(20))
                            .repeat(() -> job.getProgress().getWaitingForPermit() < 6)
                            .blockLast(SOON))
                    .then(() -> assertThat(job.getProgress().getInFlight()).isEqualTo(10))
                    .then(job::stop)
                    .assertNext(outcomes -> {
                        assertOneEach(outcomes, 10);
                        assertThat(outcomes)
                                .filteredOn(Succeeded.class::isInstance)
                                .hasSize(4);
                        assertThat(outcomes)
                                .filteredOn(NotAttempted.class::isInstance)
                                .hasSize(6)
                                .allMatch(o -> o.getAttempts() == 0 && o.getError() == null);
                    })
                    .expectComplete()
                    .verify(Duration.ofSeconds(5));
            assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(4);
        }
    }

    @Test
    void publisherStopsTheJobAndIsCancelledOnTermination() {
        var never = TestPublisher.create();
        StepVerifier.create(
                        client.tokens().createAll(requests("a-").take(3), BulkOptions.create(b -> b.stopWhen(never))))
                .expectNextCount(3)
                .expectComplete()
                .verify(SOON);
        never.assertCancelled();

        StepVerifier.create(client.tokens()
                        .createAll(
                                requests("b-"), BulkOptions.create(b -> b.stopWhen(Mono.delay(Duration.ofMillis(100)))))
                        .then())
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void stopBeforeTheSubscriptionTakesNoInput() {
        AtomicLong taken = new AtomicLong();
        var job = client.tokens()
                .createAll(requests("x-").doOnNext(r -> taken.incrementAndGet()), BulkOptions.standard());
        job.stop();
        job.stop();

        StepVerifier.create(job).expectComplete().verify(SOON);
        assertThat(taken).hasValue(0);
    }

    @Test
    void secondSubscriptionToAJobThatWasStoppedFailsInsteadOfCompletingEmpty() {
        var job = client.tokens().createAll(requests("x-"), BulkOptions.standard());
        job.stop();
        StepVerifier.create(job).expectComplete().verify(SOON);

        StepVerifier.create(job)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("was stopped"))
                .verify(SOON);
    }

    @Test
    void everyTokenHasAnOutcomeDespiteFaultsAndAStop() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).every(9).resetAfterApplying());
        tenant.getFaults().add(Fault.on(Operation.CREATE).every(5).truncateBody(120));
        tenant.getFaults().add(Fault.on(Operation.LIST).every(10).status(403, null));
        var job = client.tokens().createAll(requests("all-"), BulkOptions.standard());

        var outcomes = job.doOnNext(o -> {
                    if (o.getIndex() == 300) {
                        job.stop();
                    }
                })
                .collectList()
                .block(SOON);

        Set<String> named = ConcurrentHashMap.newKeySet();
        outcomes.forEach(o -> {
            if (o instanceof Succeeded || o instanceof SecretLost || o instanceof Unknown) {
                named.add(o.getInput().getName());
            }
            if (o instanceof Unknown) {
                assertThat(o.getError()).isInstanceOf(OutcomeUnknownException.class);
            }
        });
        assertThat(named)
                .containsAll(tenant.getLedger().getTokens().stream()
                        .map(SandboxToken::name)
                        .toList());
    }

    @Test
    void logsItsStartAndItsTerminationWithCounts() {
        try (TraceLog log = TraceLog.start()) {
            Outcomes.of(client.tokens()
                    .deleteAll(Flux.just("no-such-id", "..", "another"), BulkOptions.create(b -> b.concurrency(2))));

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("io.github.sailpat.bulk"))
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("DEBUG"))
                    .anyMatch(line -> line.contains("deletePersonalAccessToken started: at most 2 items in flight"))
                    .anyMatch(line -> line.contains("completed: 3 inputs taken, 0 succeeded, 3 rejected"));
        }
    }
}
