package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static io.github.sailpat.reactive.Outcomes.assertOneEach;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.BulkOutcome.SecretLost;
import io.github.sailpat.reactive.BulkOutcome.Succeeded;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

class SecretHandOverTest {
    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(0).tokensPerOwner(1_000_000));
    private final Set<String> vault = ConcurrentHashMap.newKeySet();
    private final List<AbandonedCreate> abandoned = new CopyOnWriteArrayList<>();
    private final List<CreatedPersonalAccessToken> undelivered = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        tenant.close();
    }

    private TestClient client(UnaryOperator<SailPointClient.Builder> customizer) {
        return TestClient.of(
                tenant,
                b -> customizer.apply(TestClient.unlimited(b)
                        .onAbandonedCreate(abandoned::add)
                        .onUndeliveredSecret(undelivered::add)));
    }

    private BulkOptions handingOver(Function<CreatedPersonalAccessToken, Publisher<?>> handOver) {
        return BulkOptions.create(o -> o.handOver(handOver));
    }

    private Mono<Void> store(CreatedPersonalAccessToken token) {
        return Mono.fromRunnable(() -> vault.add(token.getId()));
    }

    private static Flux<CreatePersonalAccessTokenRequest> requests(String prefix, int count) {
        return Flux.range(0, count).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name(prefix + i)));
    }

    @Test
    void outcomeIsEmittedAfterTheSecretWasHandedOver() {
        Sinks.Empty<Void> stored = Sinks.empty();
        try (TestClient client = client(b -> b)) {
            var job = client.tokens().createAll(requests("one-", 1), handingOver(token -> stored.asMono()));
            List<Object> outcomes = new CopyOnWriteArrayList<>();
            Disposable subscription = job.subscribe(outcomes::add);
            await(() -> stored.currentSubscriberCount() == 1);
            assertThat(outcomes).isEmpty();

            stored.tryEmitEmpty();

            await(() -> outcomes.size() == 1);
            assertThat(outcomes).hasOnlyElementsOfType(Succeeded.class);
            await(subscription::isDisposed);
        }
    }

    private enum HandOver {
        SIGNALS {
            @Override
            Publisher<?> of(CreatedPersonalAccessToken token) {
                return Mono.error(new IllegalStateException("no vault"));
            }
        },
        THROWS {
            @Override
            Publisher<?> of(CreatedPersonalAccessToken token) {
                throw new NoClassDefFoundError("no vault");
            }
        },
        RETURNS_NULL {
            @Override
            @SuppressWarnings("NullAway")
            Publisher<?> of(CreatedPersonalAccessToken token) {
                return null;
            }
        },
        NEVER_ENDS {
            @Override
            Publisher<?> of(CreatedPersonalAccessToken token) {
                return Mono.never();
            }
        };

        abstract Publisher<?> of(CreatedPersonalAccessToken token);
    }

    @ParameterizedTest
    @EnumSource
    void secretWhoseHandOverFailsIsUndeliveredAndNamedByItsOutcome(HandOver handOver) {
        try (TestClient client = client(b -> b)) {
            var outcomes = Outcomes.of(client.tokens()
                    .createAll(
                            requests("failing-", 3),
                            BulkOptions.create(
                                    o -> o.handOver(handOver::of).handOverDeadline(Duration.ofMillis(300)))));

            assertOneEach(outcomes, 3);
            assertThat(outcomes).allSatisfy(outcome -> {
                assertThat(outcome).isInstanceOf(SecretLost.class);
                assertThat(outcome.getError()).hasMessageContaining("the hand-over of its secret failed");
            });
            assertThat(undelivered)
                    .extracting(CreatedPersonalAccessToken::getId)
                    .containsExactlyInAnyOrderElementsOf(outcomes.stream()
                            .map(outcome -> ((SecretLost<?, ?>) outcome).getId())
                            .toList());
        }
    }

    @Test
    void handOverThatHasStartedIsCompletedInSpiteOfACancel() {
        Sinks.Empty<Void> store = Sinks.empty();
        try (TestClient client = client(b -> b)) {
            Disposable job = client.tokens()
                    .createAll(
                            requests("slow-", 1),
                            handingOver(token -> store.asMono().then(store(token))))
                    .subscribe();
            await(() -> store.currentSubscriberCount() == 1);

            job.dispose();
            assertThat(vault).isEmpty();
            store.tryEmitEmpty();

            assertThat(tenant.getLedger().getTokens())
                    .extracting(SandboxToken::id)
                    .containsExactlyElementsOf(vault);
            assertThat(undelivered).isEmpty();
        }
    }

    /** What stands between a job and its consumer, and may drop outcomes. */
    private enum Downstream {
        TAKE {
            @Override
            Flux<?> of(Flux<?> outcomes) {
                return outcomes.take(3);
            }
        },
        PUBLISH_ON {
            @Override
            Flux<?> of(Flux<?> outcomes) {
                return outcomes.publishOn(Schedulers.parallel()).take(3);
            }
        },
        FLAT_MAP {
            @Override
            Flux<?> of(Flux<?> outcomes) {
                return outcomes.flatMap(o -> Mono.delay(Duration.ofMillis(1)), 8)
                        .take(3);
            }
        },
        BUFFER {
            @Override
            Flux<?> of(Flux<?> outcomes) {
                return outcomes.buffer(7).take(1);
            }
        },
        FAILING_CONSUMER {
            @Override
            Flux<?> of(Flux<?> outcomes) {
                return outcomes.publishOn(Schedulers.parallel(), 64)
                        .index()
                        .doOnNext(o -> {
                            if (o.getT1() == 3) {
                                throw new IllegalStateException("the consumer has failed");
                            }
                        })
                        .onErrorComplete();
            }
        };

        abstract Flux<?> of(Flux<?> outcomes);
    }

    @ParameterizedTest
    @EnumSource
    void noSecretIsLostInWhatStandsBetweenTheJobAndItsConsumer(Downstream downstream) {
        int rounds = Soak.size(5, 200);
        try (TestClient client = client(b -> b)) {
            for (int round = 0; round < rounds; round++) {
                downstream
                        .of(client.tokens().createAll(requests("r" + round + '-', 60), handingOver(this::store)))
                        .blockLast(SOON);
            }
            assertEveryTokenIsHeardOf(client);
        }
    }

    @Test
    void discardHookTakesTheSecretsOfDroppedOutcomes() {
        Set<String> taken = ConcurrentHashMap.newKeySet();
        try (TestClient client = client(b -> b)) {
            for (int round = 0; round < 5; round++) {
                client.tokens()
                        .createAll(requests("d" + round + '-', 60), BulkOptions.standard())
                        .publishOn(Schedulers.parallel())
                        .doOnNext(outcome -> take(outcome, taken))
                        .take(3)
                        .doOnDiscard(BulkOutcome.class, outcome -> take(outcome, taken))
                        .blockLast(SOON);
            }
            vault.addAll(taken);
            assertEveryTokenIsHeardOf(client);
        }
    }

    private static void take(BulkOutcome<?, ?> outcome, Set<String> taken) {
        if (outcome instanceof Succeeded<?, ?> succeeded
                && succeeded.getResult() instanceof CreatedPersonalAccessToken token) {
            taken.add(token.getId());
        }
    }

    @Test
    void handOverHasTheContextOfTheSubscriberAlsoAfterACancel() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).dripBody(20, Duration.ofMillis(20)));
        List<Object> contexts = new CopyOnWriteArrayList<>();
        try (TestClient client = client(b -> b.completeSentCreates(true))) {
            Disposable job = client.tokens()
                    .createAll(
                            requests("kept-", 1),
                            handingOver(token -> Mono.deferContextual(context -> {
                                contexts.add(context.get("request"));
                                return Mono.empty();
                            })))
                    .contextWrite(Context.of("request", "42"))
                    .subscribe();
            await(() -> tenant.getLedger().getCreatesApplied() == 1);

            job.dispose();

            await(() -> contexts.size() == 1);
            assertThat(contexts).containsExactly("42");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void createThatWasSentRunsToItsEndInSpiteOfACancel(boolean ofAJob) {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().dripBody(20, Duration.ofMillis(20)));
        try (TestClient client = client(b -> b.completeSentCreates(true))) {
            Disposable create = ofAJob
                    ? client.tokens()
                            .createAll(requests("kept-", 1), handingOver(this::store))
                            .subscribe()
                    : client.tokens().create(r -> r.name("kept-0")).subscribe();
            await(() -> tenant.getLedger().getCreatesApplied() == 1);

            create.dispose();

            String id = tenant.getLedger().findByName("kept-0").get(0).id();
            await(() -> vault.contains(id)
                    || undelivered.stream().anyMatch(token -> token.getId().equals(id)));
            assertThat(vault.contains(id)).isEqualTo(ofAJob);
            assertThat(abandoned).isEmpty();
        }
    }

    @Test
    void createThatRunsToItsEndAfterACancelAndFailsIsTold() {
        tenant.getFaults()
                .add(Fault.on(Operation.CREATE)
                        .always()
                        .delay(Duration.ofMillis(100))
                        .resetAfterApplying());
        try (TestClient client = client(b -> b.completeSentCreates(true))) {
            Disposable create = client.tokens().create(r -> r.name("lost")).subscribe();
            await(() -> tenant.getLedger().count(Operation.CREATE) == 1);

            create.dispose();

            await(() -> !abandoned.isEmpty());
            assertThat(abandoned).extracting(AbandonedCreate::getName).containsExactly("lost");
        }
    }

    @Test
    void everyCreateThatIsCancelledAtRandomIsReceivedHandedOverOrNotApplied() {
        Random random = new Random(5);
        int rounds = Soak.size(50, 1_000);
        try (TestClient client = client(b -> b.completeSentCreates(true))) {
            client.tokens().list().blockLast(SOON);
            for (int round = 0; round < rounds; round++) {
                String prefix = "cancel-" + round + '-';
                Flux.range(0, 10)
                        .flatMap(i -> client.tokens().create(r -> r.name(prefix + i)))
                        .doOnNext(token -> vault.add(token.getId()))
                        .take(Duration.ofNanos(random.nextInt(6_000_000)))
                        .blockLast(SOON);
            }
            assertEveryTokenIsHeardOf(client);
        }
    }

    /** Handed over, undelivered, or told as abandoned. */
    private void assertEveryTokenIsHeardOf(TestClient client) {
        client.client().disposeLater(Duration.ofSeconds(10)).block(SOON);
        Set<String> names = ConcurrentHashMap.newKeySet();
        undelivered.forEach(token -> vault.add(token.getId()));
        abandoned.forEach(create -> names.add(create.getName()));
        assertThat(tenant.getLedger().getTokens())
                .isNotEmpty()
                .allMatch(token -> vault.contains(token.id()) || names.contains(token.name()));
    }

    private static void await(BooleanSupplier condition) {
        Flux.interval(Duration.ofMillis(5))
                .onBackpressureDrop()
                .takeUntil(tick -> condition.getAsBoolean())
                .blockLast(SOON);
    }
}
