package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What a job of creates tells of the outcomes that its subscriber has cancelled before they were emitted. */
class AbandonedBulkCreateTest {
    private static final Duration TICK = Duration.ofMillis(5);

    private final SandboxTenant tenant = SandboxTenant.start(
            o -> o.rateLimitOff().tokens(0).tokensPerOwner(1_000_000).latency(Duration.ofMillis(2)));
    private final List<AbandonedCreate> abandoned = new CopyOnWriteArrayList<>();
    private final List<CreatedPersonalAccessToken> undelivered = new CopyOnWriteArrayList<>();
    private final TestClient client = TestClient.of(
            tenant,
            b -> TestClient.unlimited(b)
                    .deadline(Duration.ofSeconds(10))
                    .onAbandonedCreate(abandoned::add)
                    .onUndeliveredSecret(undelivered::add));

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private static Flux<CreatePersonalAccessTokenRequest> requests(String prefix, int count) {
        return Flux.range(0, count).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name(prefix + i)));
    }

    private static BulkOptions options(boolean ordered) {
        return BulkOptions.create(b -> b.concurrency(4).ordered(ordered));
    }

    /** Cancels a job when all of its outcomes are known and none is asked for. */
    private static void cancelWithOutcomesInTheBuffer(BulkJob<?, ?> job, int outcomes) {
        StepVerifier.create(job, 0)
                .expectSubscription()
                .then(() -> Mono.delay(TICK)
                        .repeat(() -> job.getProgress().getOutcomes() < outcomes)
                        .blockLast(SOON))
                .thenCancel()
                .verify(SOON);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lostSecretThatLiesInTheBufferIsToldWithItsId(boolean ordered) {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().resetAfterApplying());
        Instant before = Instant.now();

        cancelWithOutcomesInTheBuffer(client.tokens().createAll(requests("lost-", 3), options(ordered)), 3);

        assertThat(abandoned)
                .extracting(AbandonedCreate::getName)
                .containsExactlyInAnyOrder("lost-0", "lost-1", "lost-2");
        assertThat(abandoned).allSatisfy(create -> {
            assertThat(create.getStartedAt()).isBetween(before, Instant.now());
            assertThat(tenant.getLedger().findById(String.valueOf(create.getId())))
                    .isNotNull()
                    .satisfies(token -> assertThat(token.name()).isEqualTo(create.getName()));
        });
        assertThat(undelivered).isEmpty();
    }

    @Test
    void unknownOutcomeThatLiesInTheBufferIsTold() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().resetAfterApplying());
        tenant.getFaults().add(Fault.on(Operation.LIST).always().status(403, null));

        cancelWithOutcomesInTheBuffer(client.tokens().createAll(requests("unknown-", 2), options(false)), 2);

        assertThat(abandoned).extracting(AbandonedCreate::getName).containsExactlyInAnyOrder("unknown-0", "unknown-1");
        assertThat(abandoned).extracting(AbandonedCreate::getId).containsOnlyNulls();
    }

    @Test
    void refusedCreateThatLiesInTheBufferIsNotTold() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().status(400, null));

        cancelWithOutcomesInTheBuffer(client.tokens().createAll(requests("refused-", 2), options(false)), 2);

        assertThat(abandoned).isEmpty();
        assertThat(undelivered).isEmpty();
    }

    @Test
    void emittedOutcomesAreNotTold() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().resetAfterApplying());

        StepVerifier.create(client.tokens().createAll(requests("told-", 2), options(false)))
                .expectNextCount(2)
                .thenCancel()
                .verify(SOON);

        assertThat(abandoned).isEmpty();
    }

    @Test
    void withoutAFunctionEachIsLoggedOnce() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().resetAfterApplying());
        try (TraceLog log = TraceLog.start();
                TestClient other = TestClient.of(tenant, TestClient::unlimited)) {
            cancelWithOutcomesInTheBuffer(other.tokens().createAll(requests("logged-", 1), options(false)), 1);

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("WARN") && line.contains("logged-0"))
                    .singleElement()
                    .asString()
                    .contains("its secret is lost. Delete the token");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void successorOfARotationThatLiesInTheBufferIsTold(boolean secretLost) {
        String old = tenant.addToken("ci").id();
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().resetAfterApplying());
        if (!secretLost) {
            tenant.getFaults()
                    .add(Fault.on(Operation.LIST)
                            .always()
                            .matching(r -> failsFromTheSecond())
                            .status(403, null));
        }

        cancelWithOutcomesInTheBuffer(
                client.tokens()
                        .rotateAll(Mono.just(old), RotationOptions.create(o -> o.handOver(token -> Mono.empty()))),
                1);

        assertThat(abandoned).singleElement().satisfies(create -> {
            assertThat(create.getName()).startsWith("ci (after ");
            assertThat(create.getId() != null).isEqualTo(secretLost);
        });
    }

    private int lists;

    private boolean failsFromTheSecond() {
        return lists++ > 0;
    }

    /** Each token that exists is received, told as abandoned, or handed over with its secret. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyCreateOfACancelledJobIsReceivedOrTold(long seed) throws InterruptedException {
        Random random = new Random(seed);
        tenant.getFaults().add(Fault.on(Operation.CREATE).every(3).resetAfterApplying());
        Set<String> told = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 40; round++) {
            BulkJob<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> job =
                    client.tokens().createAll(requests(seed + "-" + round + "-", 20), options(random.nextBoolean()));
            int demand = random.nextInt(8);
            BaseSubscriber<BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken>> subscriber =
                    new BaseSubscriber<>() {
                        @Override
                        protected void hookOnSubscribe(Subscription subscription) {
                            subscription.request(demand);
                        }

                        @Override
                        protected void hookOnNext(
                                BulkOutcome<CreatePersonalAccessTokenRequest, CreatedPersonalAccessToken> outcome) {
                            told.add(outcome.getInput().getName());
                        }
                    };
            job.subscribe(subscriber);
            Thread.sleep(0, random.nextInt(900_000));
            Thread.sleep(random.nextInt(12));
            subscriber.cancel();
        }
        client.tokens().list().blockLast(SOON);

        Set<String> known = new HashSet<>(told);
        abandoned.forEach(create -> known.add(create.getName()));
        undelivered.forEach(token -> known.add(token.getName()));
        assertThat(tenant.getLedger().getTokens())
                .isNotEmpty()
                .allSatisfy(token -> assertThat(known).contains(token.name()));
        assertThat(abandoned).extracting(AbandonedCreate::getName).doesNotHaveDuplicates();
    }
}
