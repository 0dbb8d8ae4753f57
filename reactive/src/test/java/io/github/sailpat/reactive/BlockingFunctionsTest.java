package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.reactive.observation.AttemptObserver;
import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.github.sailpat.reactive.observation.OperationObserver;
import io.github.sailpat.reactive.observation.RetryCause;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/** Functions of the application that block their thread, as {@code runBlocking} of Kotlin does. */
class BlockingFunctionsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(3).tokensPerOwner(1_000));
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final Vault vault = new Vault();

    @AfterEach
    void close() {
        released.countDown();
        tenant.close();
    }

    // ---- functions that may block

    private void block() {
        begun.countDown();
        try {
            assertThat(released.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            interrupted.set(true);
            throw new IllegalStateException(e);
        }
    }

    private Publisher<?> blockAndStore(CreatedPersonalAccessToken token) {
        block();
        vault.put(token);
        return Mono.empty();
    }

    private enum HandOver {
        ROTATE {
            @Override
            Flux<?> of(BlockingFunctionsTest test, PersonalAccessTokens tokens) {
                return tokens.rotate(
                                test.tenant.addToken("one").id(),
                                RotationOptions.create(o -> o.maxTokens(1_000).handOver(test::blockAndStore)))
                        .flux();
            }
        },
        BEFORE_DELETE {
            @Override
            Flux<?> of(BlockingFunctionsTest test, PersonalAccessTokens tokens) {
                return tokens.rotate(
                                test.tenant.addToken("one").id(),
                                RotationOptions.create(o -> o.maxTokens(1_000)
                                        .handOver(test.vault::store)
                                        .beforeDelete(test::blockAndStore)))
                        .flux();
            }
        },
        ROTATE_ALL {
            @Override
            Flux<?> of(BlockingFunctionsTest test, PersonalAccessTokens tokens) {
                return tokens.rotateAll(
                        Flux.range(0, 3)
                                .map(i -> test.tenant.addToken("all" + i).id()),
                        RotationOptions.create(
                                o -> o.maxTokens(1_000).concurrency(3).handOver(test::blockAndStore)));
            }
        },
        CREATE_ALL {
            @Override
            Flux<?> of(BlockingFunctionsTest test, PersonalAccessTokens tokens) {
                return tokens.createAll(
                        Flux.range(0, 40).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("new" + i))),
                        BulkOptions.create(o -> o.handOver(test::blockAndStore)));
            }
        };

        abstract Flux<?> of(BlockingFunctionsTest test, PersonalAccessTokens tokens);
    }

    @ParameterizedTest
    @EnumSource
    void handOverThatBlocksDelaysNoOtherCall(HandOver handOver) throws Exception {
        try (TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            List<Object> results = new CopyOnWriteArrayList<>();
            CountDownLatch completed = new CountDownLatch(1);
            handOver.of(this, client.tokens()).subscribe(results::add, e -> results.add(e), completed::countDown);
            assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(client.tokens().list().count().block(SOON)).isPositive();
            assertThat(client.tokens().create(r -> r.name("other")).block(SOON)).isNotNull();
            assertThat(results).isEmpty();

            released.countDown();
            assertThat(completed.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(results).isNotEmpty().noneMatch(Throwable.class::isInstance);
        }
    }

    @Test
    void handOverThatBlocksEndsAtItsDeadlineAndIsInterrupted() {
        RotationOptions options = RotationOptions.create(
                o -> o.maxTokens(1_000).handOver(this::blockAndStore).handOverDeadline(Duration.ofMillis(300)));
        try (TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            assertThat(catchThrowable(() -> client.tokens()
                            .rotate(tenant.addToken("t").id(), options)
                            .block(SOON)))
                    .isInstanceOfSatisfying(RotationFailedException.class, failed -> {
                        assertThat(failed.getState()).isEqualTo(RotationState.NOT_HANDED_OVER);
                        assertThat(failed.getSuccessor()).isNotNull();
                    });
            Conditions.await(interrupted::get);
        }
    }

    @Test
    void handOverOfAJobThatBlocksEndsAtItsDeadlineAndTheSecretIsUndelivered() {
        List<CreatedPersonalAccessToken> undelivered = new CopyOnWriteArrayList<>();
        BulkOptions options = BulkOptions.create(o -> o.handOver(this::blockAndStore)
                .handOverDeadline(Duration.ofMillis(300))
                .onUndeliveredSecret(undelivered::add));
        try (TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            var outcomes = Outcomes.of(client.tokens()
                    .createAll(Flux.just(CreatePersonalAccessTokenRequest.create(r -> r.name("x"))), options));
            assertThat(outcomes).hasOnlyElementsOfType(BulkOutcome.SecretLost.class);
            assertThat(undelivered).hasSize(1);
            Conditions.await(interrupted::get);
        }
    }

    /** Even one that cannot be interrupted: only its thread is lost. */
    @Test
    void clientIsClosedWhileAHandOverBlocks() throws Exception {
        TestClient client = TestClient.of(tenant, TestClient::unlimited);
        client.tokens()
                .rotate(
                        tenant.addToken("t").id(),
                        RotationOptions.create(o -> o.maxTokens(1_000).handOver(created -> {
                            spin();
                            return Mono.empty();
                        })))
                .subscribe(rotated -> {}, error -> {});
        assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        client.close();
    }

    // ---- functions that must not block, and do

    /** Blocks without a call that BlockHound knows. */
    private void spin() {
        begun.countDown();
        long turns = 0;
        while (released.getCount() > 0) {
            turns++;
        }
        assertThat(turns).isNotNegative();
    }

    /** Where the event loop runs code of the application. */
    private enum OnTheEventLoop {
        OBSERVER {
            @Override
            Publisher<?> block(BlockingFunctionsTest test, Function<ClientObserver, PersonalAccessTokens> client) {
                return client.apply(new AtTheEnd(test::spin)).delete("x");
            }
        },
        MAPPER_OF_A_JOB {
            @Override
            Publisher<?> block(BlockingFunctionsTest test, Function<ClientObserver, PersonalAccessTokens> client) {
                return client.apply(new AtTheEnd(() -> {}))
                        .deleteAll(Flux.range(0, 20), BulkOptions.create(o -> o.concurrency(2)), i -> {
                            if (i == 10) {
                                test.spin();
                            }
                            return "x" + i;
                        });
            }
        },
        SUBSCRIBER {
            @Override
            Publisher<?> block(BlockingFunctionsTest test, Function<ClientObserver, PersonalAccessTokens> client) {
                return client.apply(new AtTheEnd(() -> {})).list().doOnNext(token -> test.spin());
            }
        };

        abstract Publisher<?> block(BlockingFunctionsTest test, Function<ClientObserver, PersonalAccessTokens> client);
    }

    @ParameterizedTest
    @EnumSource
    void codeThatBlocksTheEventLoopIsLoggedWithItsStack(OnTheEventLoop code) throws Exception {
        List<TestClient> clients = new CopyOnWriteArrayList<>();
        try (TraceLog log = TraceLog.start()) {
            Flux.from(code.block(this, observer -> {
                        clients.add(TestClient.of(
                                tenant, b -> TestClient.unlimited(b).observer(observer)));
                        return clients.get(0).tokens();
                    }))
                    .subscribe(result -> {}, error -> {});
            assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

            Conditions.await(() -> isSpinLogged(log, "Thread sailpat-"));
        } finally {
            released.countDown();
            clients.forEach(TestClient::close);
        }
    }

    @Test
    void codeThatBlocksATimerIsLoggedWithItsStack() throws Exception {
        tenant.getFaults().add(Fault.on(Operation.LIST).always().stall());
        try (TraceLog log = TraceLog.start();
                TestClient client = TestClient.of(tenant, TestClient::unlimited)) {
            var call = client.tokens().list().subscribe();
            Mono.delay(Duration.ofMillis(500), Schedulers.parallel())
                    .doOnNext(i -> spin())
                    .subscribe();
            assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

            Conditions.await(() -> isSpinLogged(log, "Thread parallel-"));
            released.countDown();
            call.dispose();
        }
    }

    private static boolean isSpinLogged(TraceLog log, String thread) {
        return log.lines().stream()
                .anyMatch(line -> line.startsWith("WARN io.github.sailpat.call")
                        && line.contains(thread)
                        && line.contains("has been blocked for more than 800 ms")
                        && line.contains("BlockingFunctionsTest.spin"));
    }

    @Test
    void deadlinesOfOtherCallsExpireWhileTheEventLoopIsBlocked() throws Exception {
        try (TestClient client =
                TestClient.of(tenant, b -> TestClient.unlimited(b).deadline(Duration.ofSeconds(2)))) {
            client.tokens().list().doOnNext(token -> spin()).subscribe();
            assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

            assertThat(catchThrowable(() -> client.tokens().delete("x").block(SOON)))
                    .isInstanceOf(DeadlineExceededException.class);
            var outcomes = Outcomes.of(client.tokens().deleteAll(Flux.just("x", "y"), BulkOptions.standard()));
            assertThat(outcomes)
                    .hasSize(2)
                    .allSatisfy(
                            outcome -> assertThat(outcome.getError()).isInstanceOf(DeadlineExceededException.class));
            released.countDown();
        }
    }

    /** Each deadline that expires calls an observer that blocks: more of them than there are threads of the timer. */
    @Test
    void observersThatBlockAtADeadlineDelayNoOtherDeadline() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().stall());
        CountDownLatch blocked = new CountDownLatch(3 * Schedulers.DEFAULT_POOL_SIZE);
        ClientObserver observer = new AtTheEnd(() -> {
            blocked.countDown();
            block();
        });
        try (TestClient client = TestClient.of(
                tenant, b -> TestClient.unlimited(b).observer(observer).deadline(Duration.ofMillis(500)))) {
            for (int i = 0; i < 3 * Schedulers.DEFAULT_POOL_SIZE; i++) {
                client.tokens().delete("x" + i).subscribe(done -> {}, error -> {});
            }
            Conditions.await(() -> blocked.getCount() == 0);
            released.countDown();
        }
    }

    /** Runs something when an operation terminates. */
    private record AtTheEnd(Runnable code) implements ClientObserver {
        @Override
        public OperationObserver operationStarted(ObservedCall call, ContextView context) {
            return new OperationObserver() {
                @Override
                public AttemptObserver attemptStarted(@Nullable RetryCause cause, ContextView attempt) {
                    return (outcome, error) -> {};
                }

                @Override
                public void terminated(CallOutcome outcome, @Nullable Throwable error) {
                    code.run();
                }
            };
        }
    }
}
