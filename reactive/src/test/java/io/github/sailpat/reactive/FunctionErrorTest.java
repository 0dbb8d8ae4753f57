package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.FunctionErrorException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import io.github.sailpat.reactive.observation.ClientObserver;
import io.github.sailpat.reactive.observation.ClientState;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.github.sailpat.reactive.observation.OperationObserver;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/** Functions of the application that throw what Reactor's operators rethrow, or anything else that is no exception. */
class FunctionErrorTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxTenant tenant =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(3).tokensPerOwner(1_000));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);
    private final PersonalAccessTokens tokens = client.tokens();
    private final Vault vault = new Vault();

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    static Stream<Error> errors() {
        return Stream.of(
                new NoClassDefFoundError("com/acme/vault/Client"),
                new ExceptionInInitializerError("acme"),
                new StackOverflowError("acme"),
                new LinkageError("acme"),
                new OutOfMemoryError("acme"),
                new AssertionError("acme"));
    }

    /** The ways in which a function that returns a publisher can fail. */
    private static Stream<Function<Error, Publisher<?>>> ways() {
        return Stream.of(
                error -> raise(error),
                Mono::error,
                error -> Mono.fromRunnable(() -> raise(error)),
                FunctionErrorTest::errorOnAnotherThread,
                error -> subscriber -> raise(error));
    }

    private static Publisher<?> errorOnAnotherThread(Error error) {
        Sinks.Empty<Object> sink = Sinks.empty();
        Schedulers.parallel().schedule(() -> sink.tryEmitError(error));
        return sink.asMono();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // stands wherever a result is needed
    private static <T> T raise(Error error) {
        throw error;
    }

    private RotationOptions.Builder options() {
        return RotationOptions.builder().maxTokens(1_000).handOver(vault::store).storedSecret(vault::find);
    }

    private static Throwable errorOf(Publisher<?> call) {
        return Exceptions.unwrap(catchThrowable(() -> Flux.from(call).blockLast(SOON)));
    }

    /** The error itself, or the exception that emits it. */
    private static void assertCausedBy(Throwable thrown, Error error) {
        assertThat(thrown instanceof FunctionErrorException ? thrown.getCause() : thrown)
                .isSameAs(error);
    }

    private void assertClientWorks() {
        assertThat(tokens.list().count().block(SOON)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void customizerOfARequestFailsItsCall(Error error) {
        assertCausedBy(errorOf(tokens.create(request -> raise(error))), error);
        assertCausedBy(errorOf(tokens.list(query -> raise(error))), error);
        assertCausedBy(errorOf(tokens.patch("x", patch -> raise(error))), error);
        assertClientWorks();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void mapperOfAJobRejectsItsItem(Error error) {
        BulkOptions standard = BulkOptions.standard();
        Stream.of(
                        tokens.createAll(Flux.range(0, 3), standard, i -> raise(error)),
                        tokens.patchAll(Flux.range(0, 3), standard, i -> raise(error)),
                        tokens.deleteAll(Flux.range(0, 3), standard, i -> raise(error)))
                .forEach(job -> assertThat(job.collectList().block(SOON))
                        .hasSize(3)
                        .allSatisfy(outcome -> assertThat(outcome.getError()).isSameAs(error)));
        assertClientWorks();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void sourceOfAJobEndsTheJob(Error error) {
        Flux<String> source = Flux.range(0, 40).map(i -> i < 35 ? "x" + i : raise(error));
        List<BulkOutcome<String, String>> outcomes = new CopyOnWriteArrayList<>();
        assertCausedBy(errorOf(tokens.deleteAll(source, BulkOptions.standard()).doOnNext(outcomes::add)), error);
        assertThat(outcomes).hasSize(35);
        assertClientWorks();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void signalToStopThatFailsStopsTheJob(Error error) {
        BulkOptions options = BulkOptions.create(b -> b.stopWhen(Mono.fromRunnable(() -> raise(error))));
        List<BulkOutcome<String, String>> outcomes =
                tokens.deleteAll(Flux.just("x", "y"), options).collectList().block(SOON);
        assertThat(outcomes).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void handOverFailsTheRotationWithItsSecret(Error error) {
        ways().forEach(way -> {
            String old = tenant.addToken("h").id();
            RotationFailedException failed = rotationError(
                    old, options().handOver(created -> way.apply(error)), RotationState.NOT_HANDED_OVER, error);
            assertThat(failed.getSuccessor()).isNotNull();
            assertThat(tenant.getLedger().findById(failed.getSuccessorId()).secret())
                    .isEqualTo(failed.getSuccessor().getSecret().reveal());
            assertCanBeRotatedAgain(old);
        });
        assertClientWorks();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void otherFunctionsFailTheRotation(Error error) {
        ways().forEach(way -> {
            String old = tenant.addToken("b").id();
            rotationError(old, options().beforeDelete(created -> way.apply(error)), RotationState.OLD_KEPT, error);
            rotationError(
                    old,
                    options()
                            .storedSecret(
                                    leftover -> Flux.from(way.apply(error)).map(e -> null)),
                    RotationState.NAME_TAKEN,
                    error);
            assertCanBeRotatedAgain(old);
        });
        String old = tenant.addToken("r").id();
        rotationError(old, options().request((token, request) -> raise(error)), RotationState.NOT_CREATED, error);
        assertCanBeRotatedAgain(old);
        assertClientWorks();
    }

    private RotationFailedException rotationError(
            String old, RotationOptions.Builder options, RotationState state, Error error) {
        Throwable thrown = errorOf(tokens.rotate(old, options.build()));
        assertThat(thrown).isInstanceOf(RotationFailedException.class).hasCause(error);
        assertThat(((RotationFailedException) thrown).getState()).isEqualTo(state);
        assertThat(tenant.getLedger().findById(old)).isNotNull();
        return (RotationFailedException) thrown;
    }

    private void assertCanBeRotatedAgain(String old) {
        assertThat(tokens.rotate(old, options().build()).block(SOON).isOldDeleted())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void handOverInAJobEndsItsItem(Error error) {
        Flux<String> ids =
                Flux.just(tenant.addToken("j").id(), tenant.addToken("k").id());
        RotationOptions options = options().handOver(created -> raise(error)).build();
        assertThat(tokens.rotateAll(ids, options).collectList().block(SOON))
                .hasSize(2)
                .allSatisfy(outcome -> assertThat(outcome.getError()).hasCause(error));
    }

    /** A thread of the application that dies takes the signal with it, so the deadline of the function is what is left. */
    @Test
    void handOverThatFailsOnAnotherThreadEndsAtItsDeadline() {
        RotationOptions options = options()
                .handOver(created -> Mono.delay(Duration.ofMillis(1)).doOnNext(i -> raise(new NoClassDefFoundError())))
                .handOverDeadline(Duration.ofMillis(100))
                .build();
        assertThat(errorOf(tokens.rotate(tenant.addToken("d").id(), options)))
                .isInstanceOfSatisfying(
                        RotationFailedException.class,
                        failed -> assertThat(failed.getSuccessor()).isNotNull());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void handlersThatThrowDoNotStopWhatCallsThem(Error error) {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().stall());
        List<String> told = new CopyOnWriteArrayList<>();
        try (TestClient other = TestClient.of(
                tenant,
                b -> TestClient.unlimited(b).onAbandonedCreate(create -> {
                    told.add(create.getName());
                    throw error;
                }))) {
            Flux.range(0, 3)
                    .flatMap(i -> other.tokens().create(r -> r.name("n" + i)))
                    .takeUntilOther(Mono.delay(Duration.ofMillis(300)))
                    .blockLast(SOON);
            await(() -> told.size() == 3);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void undeliveredSecretsAreHandedOverAfterOneThatThrew(Error error) throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        CountDownLatch handedOver = new CountDownLatch(3);
        RotationOptions options = options()
                .concurrency(3)
                .handOver(created -> {
                    handedOver.countDown();
                    return Mono.never();
                })
                .onUndeliveredSecret(token -> {
                    told.add(token.getId());
                    throw error;
                })
                .build();
        Flux<String> ids = Flux.range(0, 3).map(i -> tenant.addToken("u" + i).id());
        var job = tokens.rotateAll(ids, options).subscribe();
        assertThat(handedOver.await(20, TimeUnit.SECONDS)).isTrue();
        job.dispose();
        await(() -> told.size() == 3);
        assertClientWorks();
    }

    private static void await(BooleanSupplier condition) {
        Flux.interval(Duration.ZERO, Duration.ofMillis(5))
                .takeUntil(i -> condition.getAsBoolean())
                .blockLast(SOON);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void observerThatThrowsCostsItsOwnEventsOnly(Error error) {
        ClientObserver observer = new ClientObserver() {
            @Override
            public void clientOpened(ClientState state) {
                raise(error);
            }

            @Override
            public void clientClosed(ClientState state) {
                raise(error);
            }

            @Override
            public OperationObserver operationStarted(ObservedCall call, ContextView context) {
                return raise(error);
            }

            @Override
            public void accessTokenFetched(Throwable failure) {
                raise(error);
            }

            @Override
            public void bulkItemTerminated(String operation, BulkOutcomeKind kind) {
                raise(error);
            }
        };
        try (TestClient other =
                TestClient.of(tenant, b -> TestClient.unlimited(b).observer(observer))) {
            assertThat(other.tokens().list().count().block(SOON)).isEqualTo(3);
            assertThat(other.tokens()
                            .deleteAll(Flux.just("x"), BulkOptions.standard())
                            .count()
                            .block(SOON))
                    .isOne();
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void accessTokenProviderFailsTheCall(Error error) {
        ways().forEach(way -> {
            try (TestClient other =
                    withProvider(() -> Mono.from(way.apply(error)).map(never -> AccessToken.of("x")), token -> {})) {
                assertCallsFail(other, error);
            }
        });
    }

    @Test
    void accessTokenProviderThatFailsToRejectGetsTheErrorOfTheTenantThrough() {
        tenant.getFaults().add(Fault.on(Operation.LIST).always().status(401, null));
        try (TestClient other =
                withProvider(() -> Mono.just(AccessToken.of("x")), token -> raise(new NoClassDefFoundError("acme")))) {
            assertThat(errorOf(other.tokens().list())).isInstanceOf(UnauthorizedException.class);
        }
    }

    @Test
    void accessTokenProviderWithoutAnAccessTokenFailsTheCall() {
        try (TestClient other = withProvider(Mono::empty, token -> {})) {
            assertThat(errorOf(other.tokens().list())).hasMessageContaining("without an access token");
        }
        try (TestClient other = withProvider(() -> null, token -> {})) {
            assertThat(errorOf(other.tokens().list())).hasMessageContaining("AccessTokenProvider.getAccessToken()");
        }
    }

    private TestClient withProvider(Supplier<Mono<AccessToken>> accessToken, Consumer<AccessToken> reject) {
        AccessTokenProvider provider = new AccessTokenProvider() {
            @Override
            public Mono<AccessToken> getAccessToken() {
                return accessToken.get();
            }

            @Override
            public void reject(AccessToken token) {
                reject.accept(token);
            }
        };
        return new TestClient(SailPointClient.create(b -> TestClient.unlimited(b)
                .baseUrl(tenant.getBaseUrl())
                .retryPolicy(RetryPolicy.none())
                .accessTokenProvider(provider)));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void rateLimiterFailsTheCall(Error error) {
        Stream.<Function<Flux<?>, Flux<?>>>of(
                        source -> raise(error),
                        source -> Flux.error(error),
                        source -> source.doOnSubscribe(subscription -> raise(error)),
                        source -> Flux.from(Mono.fromRunnable(() -> raise(error))))
                .forEach(limit -> {
                    try (TestClient other = TestClient.of(
                            tenant,
                            b -> b.rateLimiter(new ThrowingLimiter(limit)).retryPolicy(RetryPolicy.none()))) {
                        assertCallsFail(other, error);
                    }
                });
    }

    @Test
    void rateLimiterThatCannotTellAPauseLeavesTheDeadlineInForce() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(429, "{}", "Retry-After", "1"));
        try (TestClient other = TestClient.of(
                tenant,
                b -> b.rateLimiter(new ThrowingLimiter(source -> source)).deadline(Duration.ofMillis(300)))) {
            assertThat(errorOf(other.tokens().delete("x"))).isInstanceOf(RateLimitedException.class);
            BulkOptions options = BulkOptions.create(o -> o.deadline(Duration.ofMillis(300)));
            tenant.getFaults().clear();
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().stall());
            assertThat(other.tokens()
                            .deleteAll(Flux.just("x"), options)
                            .blockLast(SOON)
                            .getError())
                    .isInstanceOf(DeadlineExceededException.class);
        }
    }

    /** Its pauses cannot be asked for. */
    private record ThrowingLimiter(Function<Flux<?>, Flux<?>> limit) implements RateLimiter {
        @Override
        @SuppressWarnings("unchecked")
        public <T> Flux<T> limit(Flux<T> source) {
            return (Flux<T>) limit.apply(source);
        }

        @Override
        public void pause(Duration duration) {
            throw new NoClassDefFoundError("acme");
        }

        @Override
        public Duration getRemainingPause() {
            throw new NoClassDefFoundError("acme");
        }
    }

    private static void assertCallsFail(TestClient other, Error error) {
        assertCausedBy(errorOf(other.tokens().list()), error);
        assertCausedBy(errorOf(other.tokens().delete("x")), error);
        BulkOptions impatient = BulkOptions.create(b -> b.deadline(Duration.ofMillis(200)));
        BulkOutcome<String, String> outcome =
                other.tokens().deleteAll(Flux.just("x"), impatient).blockLast(SOON);
        assertCausedBy(outcome.getError(), error);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void subscriberThatThrowsCostsItsOwnCallOnly(Error error) {
        try (TestClient one = TestClient.of(tenant, b -> TestClient.unlimited(b).maxConnections(1))) {
            PersonalAccessTokens calls = one.tokens();
            for (int i = 0; i < 2; i++) {
                assertCausedBy(errorOf(calls.list().map(token -> raise(error))), error);
                assertCausedBy(
                        errorOf(calls.create(r -> r.name("s" + System.nanoTime()))
                                .map(t -> raise(error))),
                        error);
                assertCausedBy(
                        errorOf(calls.deleteAll(Flux.range(0, 50).map(n -> "x" + n), BulkOptions.standard())
                                .map(outcome -> raise(error))),
                        error);
                String old = tenant.addToken("t" + i).id();
                assertCausedBy(errorOf(calls.rotate(old, options().build()).map(r -> raise(error))), error);
            }
            assertThat(calls.list().count().block(SOON)).isPositive();
            calls.create(r -> r.name("t")).block(SOON);
        }
    }
}
