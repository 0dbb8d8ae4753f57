package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What becomes of calls when their client is closed. */
class CloseTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** At once, on a machine that has other work. */
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private static final Duration REACHED = Duration.ofMillis(150);

    /** Calls that wait for something that never comes. */
    private record Stage(
            String name,
            boolean maybeApplied,
            BiFunction<SailPointClient.Builder, SandboxTenant, SailPointClient.Builder> client,
            Consumer<SandboxTenant> tenant,
            Function<PersonalAccessTokens, Publisher<?>> call) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> stages() {
        RateLimiter paused = RateLimiter.slidingWindow(10, Duration.ofSeconds(1));
        paused.pause(Duration.ofSeconds(50));
        return Stream.of(
                        stage(
                                "limiter",
                                false,
                                (b, t) -> withCredentials(b, t).rateLimiter(paused),
                                t -> {},
                                t -> t.delete("x")),
                        stage(
                                "pool",
                                false,
                                (b, t) -> withCredentials(b, t).maxConnections(1),
                                stall(Operation.DELETE),
                                t -> Mono.fromRunnable(() ->
                                                t.delete("x").onErrorComplete().subscribe())
                                        .then(Mono.delay(Duration.ofMillis(50)))
                                        .then(t.delete("y"))),
                        stage("own provider", false, (b, tenant) -> withoutAccessToken(b), t -> {}, t -> t.delete("x")),
                        stage(
                                "access token",
                                false,
                                CloseTest::withCredentials,
                                stall(Operation.TOKEN),
                                t -> t.delete("x")),
                        stage("delete", true, CloseTest::withCredentials, stall(Operation.DELETE), t -> t.delete("x")),
                        stage(
                                "patch",
                                true,
                                CloseTest::withCredentials,
                                stall(Operation.PATCH),
                                t -> t.patch("x", p -> p.name("y"))),
                        stage(
                                "create",
                                true,
                                CloseTest::withCredentials,
                                stall(Operation.CREATE),
                                t -> t.create(r -> r.name("y"))),
                        stage(
                                "list, header",
                                false,
                                CloseTest::withCredentials,
                                stall(Operation.LIST),
                                PersonalAccessTokens::list),
                        stage(
                                "list, body",
                                false,
                                CloseTest::withCredentials,
                                fault(Fault.on(Operation.LIST).always().stallInBody(2_000)),
                                PersonalAccessTokens::list),
                        stage(
                                "create, body",
                                true,
                                CloseTest::withCredentials,
                                fault(Fault.on(Operation.CREATE).always().stallInBody(20)),
                                t -> t.create(r -> r.name("y"))),
                        stage(
                                "Retry-After",
                                true,
                                CloseTest::withCredentials,
                                fault(Fault.on(Operation.DELETE).always().status(503, "{}", "Retry-After", "30")),
                                t -> t.delete("x")),
                        stage(
                                "429",
                                false,
                                (b, t) -> withCredentials(b, t)
                                        .rateLimiter(RateLimiter.slidingWindow(9, Duration.ofSeconds(1))),
                                fault(Fault.on(Operation.DELETE).always().status(429, "{}", "Retry-After", "30")),
                                t -> t.delete("x")),
                        stage(
                                "reconciliation",
                                true,
                                CloseTest::withCredentials,
                                t -> {
                                    t.getFaults()
                                            .add(Fault.on(Operation.CREATE)
                                                    .always()
                                                    .resetAfterApplying());
                                    t.getFaults()
                                            .add(Fault.on(Operation.LIST)
                                                    .always()
                                                    .stall());
                                },
                                t -> t.create(r -> r.name("y"))))
                .map(Arguments::of);
    }

    private static Stage stage(
            String name,
            boolean maybeApplied,
            BiFunction<SailPointClient.Builder, SandboxTenant, SailPointClient.Builder> client,
            Consumer<SandboxTenant> tenant,
            Function<PersonalAccessTokens, Publisher<?>> call) {
        return new Stage(name, maybeApplied, client, tenant, call);
    }

    private static Consumer<SandboxTenant> stall(Operation operation) {
        return fault(Fault.on(operation).always().stall());
    }

    private static Consumer<SandboxTenant> fault(Fault fault) {
        return tenant -> tenant.getFaults().add(fault);
    }

    private static SailPointClient.Builder withoutAccessToken(SailPointClient.Builder builder) {
        return builder.accessTokenProvider(new AccessTokenProvider() {
            @Override
            public Mono<AccessToken> getAccessToken() {
                return Mono.never();
            }

            @Override
            public void reject(AccessToken token) {}
        });
    }

    private static SailPointClient.Builder withCredentials(SailPointClient.Builder builder, SandboxTenant tenant) {
        return builder.clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret()));
    }

    private static SailPointClient.Builder defaults(SailPointClient.Builder builder, SandboxTenant tenant) {
        return builder.baseUrl(tenant.getBaseUrl())
                .deadline(Duration.ofSeconds(50))
                .responseTimeout(Duration.ofSeconds(40))
                .rateLimiter(RateLimiter.unlimited())
                .onAbandonedCreate(create -> {});
    }

    private static SailPointClient clientOf(SandboxTenant tenant, UnaryOperator<SailPointClient.Builder> more) {
        return SailPointClient.create(b -> more.apply(withCredentials(defaults(b, tenant), tenant)));
    }

    private static SandboxTenant tenant() {
        return SandboxTenant.start(o -> o.rateLimitOff().tokens(300).tokensPerOwner(100_000));
    }

    /** When and how a subscription ended. */
    private static final class Ending<T> extends BaseSubscriber<T> {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final List<T> elements = new CopyOnWriteArrayList<>();
        private final long demand;
        private volatile Throwable error;
        private volatile long at;

        Ending(long demand) {
            this.demand = demand;
        }

        static <T> Ending<T> of(Publisher<T> calls) {
            return of(calls, Long.MAX_VALUE);
        }

        static <T> Ending<T> of(Publisher<T> calls, long demand) {
            Ending<T> ending = new Ending<>(demand);
            calls.subscribe(ending);
            return ending;
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (demand > 0) {
                subscription.request(demand);
            }
        }

        @Override
        protected void hookOnNext(T element) {
            elements.add(element);
        }

        @Override
        protected void hookOnError(Throwable failure) {
            error = failure;
            end();
        }

        @Override
        protected void hookOnComplete() {
            end();
        }

        private void end() {
            at = System.nanoTime();
            ended.countDown();
        }

        void assertEndedAtOnce(long closed) throws InterruptedException {
            assertThat(ended.await(SOON.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
            assertThat(Duration.ofNanos(at - closed)).isLessThan(AT_ONCE);
        }
    }

    private static long close(SailPointClient client) throws InterruptedException {
        Thread.sleep(REACHED.toMillis()); // the calls reach their stage over real sockets
        long closed = System.nanoTime();
        client.close();
        return closed;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void callEndsAtOnceWhereverItWaits(Stage stage) throws Exception {
        try (SandboxTenant tenant = tenant()) {
            SailPointClient client = SailPointClient.create(b -> stage.client().apply(defaults(b, tenant), tenant));
            stage.tenant().accept(tenant);
            Ending<?> call = Ending.of(stage.call().apply(client.personalAccessTokens()));

            long closed = close(client);

            call.assertEndedAtOnce(closed);
            assertThat(call.error).isInstanceOf(ClientClosedException.class).hasMessageContaining("client was closed");
            assertThat(((ClientClosedException) call.error).isMaybeApplied()).isEqualTo(stage.maybeApplied());
            client.disposeLater().block(SOON);
            await(() -> tenant.getOpenConnections() == 0);
        }
    }

    @Test
    void listThatIsPausedEndsAtOnce() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            SailPointClient client = clientOf(tenant, b -> b);
            Ending<?> list = Ending.of(client.personalAccessTokens().list(), 3);

            long closed = close(client);

            list.assertEndedAtOnce(closed);
            assertThat(list.elements).hasSize(3);
            assertThat(list.error).isInstanceOf(ClientClosedException.class);
        }
    }

    @Test
    void connectionThatIsBeingMadeEndsAtOnce() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("https://localhost:" + silent.getLocalPort());
            SailPointClient client = SailPointClient.create(b -> b.baseUrl(url)
                    .connectTimeout(Duration.ofSeconds(30))
                    .clientCredentials("id", Secret.of("a-secret")));
            Ending<?> call = Ending.of(client.personalAccessTokens().delete("x"));

            long closed = close(client);

            call.assertEndedAtOnce(closed);
            assertThat(call.error).isInstanceOf(ClientClosedException.class);
        }
    }

    @RepeatedTest(20)
    void callsOnTheWireAllEndAndTheirConnectionsClose() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            for (Operation operation : List.of(Operation.LIST, Operation.DELETE, Operation.CREATE, Operation.PATCH)) {
                tenant.getFaults().add(Fault.on(operation).always().stall());
            }
            SailPointClient client = clientOf(tenant, b -> b.maxConnections(4));
            PersonalAccessTokens tokens = client.personalAccessTokens();
            List<Ending<?>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String name = "n-" + i;
                calls.add(Ending.of(tokens.list()));
                calls.add(Ending.of(tokens.delete("x")));
                calls.add(Ending.of(tokens.patch("x", p -> p.name("y"))));
                calls.add(Ending.of(tokens.create(r -> r.name(name))));
            }
            long closed = close(client);

            for (Ending<?> call : calls) {
                call.assertEndedAtOnce(closed);
                assertThat(call.error).isInstanceOf(ClientClosedException.class);
            }
            client.disposeLater().block(SOON);
            await(() -> tenant.getOpenConnections() == 0);
        }
    }

    @Test
    void permitsOfALimiterThatOthersShareComeBack() throws Exception {
        RateLimiter limiter = RateLimiter.slidingWindow(20, Duration.ofMillis(300));
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).times(20).stall());
            SailPointClient closing = clientOf(tenant, b -> b.rateLimiter(limiter));
            SailPointClient other = clientOf(tenant, b -> b.rateLimiter(limiter));
            List<Ending<?>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(Ending.of(closing.personalAccessTokens().delete("x")));
            }
            long closed = close(closing);

            for (Ending<?> call : calls) {
                call.assertEndedAtOnce(closed);
            }
            Flux.range(0, 20)
                    .flatMap(i -> other.personalAccessTokens().delete("y").onErrorComplete(), 20)
                    .blockLast(Duration.ofSeconds(5));
            other.disposeLater().block(SOON);
        }
    }

    @Test
    void createThatWasSentIsToldWithItsName() throws Exception {
        List<AbandonedCreate> abandoned = new CopyOnWriteArrayList<>();
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.CREATE).always().stallAfterApplying());
            SailPointClient client = clientOf(tenant, b -> b.onAbandonedCreate(abandoned::add));
            Ending<?> create = Ending.of(client.personalAccessTokens().create(r -> r.name("who-knows")));

            long closed = close(client);

            create.assertEndedAtOnce(closed);
            assertThat(create.error).hasMessageContaining("who-knows");
            assertThat(abandoned).extracting(AbandonedCreate::getName).containsExactly("who-knows");
        }
    }

    @Test
    void secretThatHasArrivedIsDelivered() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            // All but the end of the body: the secret is in it.
            tenant.getFaults().add(Fault.on(Operation.CREATE).always().stallInBody(300));
            SailPointClient client = clientOf(tenant, b -> b);
            Ending<CreatedPersonalAccessToken> create =
                    Ending.of(client.personalAccessTokens().create(r -> r.name("arrived")));

            long closed = close(client);

            create.assertEndedAtOnce(closed);
            if (create.error != null) {
                assertThat(create.error).hasMessageContaining("arrived");
            } else {
                assertThat(create.elements).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jobHasOneOutcomeForEachInputThatWasTaken(boolean limited) throws Exception {
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).every(5).stall());
            SailPointClient client = clientOf(
                    tenant, b -> limited ? b.rateLimiter(RateLimiter.slidingWindow(8, Duration.ofSeconds(30))) : b);
            AtomicLong taken = new AtomicLong();
            AtomicBoolean cancelled = new AtomicBoolean();
            Flux<String> source = Flux.range(0, 100_000)
                    .map(i -> "no-" + i)
                    .doOnNext(id -> taken.incrementAndGet())
                    .doOnCancel(() -> cancelled.set(true));
            Ending<BulkOutcome<String, String>> job =
                    Ending.of(client.personalAccessTokens().deleteAll(source, BulkOptions.standard()));

            long closed = close(client);

            job.assertEndedAtOnce(closed);
            assertThat(job.error).isNull();
            assertThat(cancelled).isTrue();
            assertThat(taken.get() - job.elements.size()).isBetween(0L, 1L);
            assertThat(job.elements.stream()
                            .filter(o -> o instanceof BulkOutcome.Unknown)
                            .count())
                    .isPositive();
            assertThat(job.elements.stream()
                            .map(BulkOutcome::getIndex)
                            .distinct()
                            .count())
                    .isEqualTo(job.elements.size());
        }
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                Arguments.of(stall(Operation.LIST), false),
                Arguments.of(stall(Operation.CREATE), false),
                Arguments.of((Consumer<SandboxTenant>) tenant -> {}, true), // the hand-over never ends
                Arguments.of(stall(Operation.DELETE), false));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void rotationEndsAtOnceAtEachStepAndGivesItsSecret(Consumer<SandboxTenant> fault, boolean handOverHangs)
            throws Exception {
        try (SandboxTenant tenant = tenant()) {
            SandboxToken old = tenant.addToken("old");
            SailPointClient client = clientOf(tenant, b -> b);
            client.personalAccessTokens().list().blockLast(SOON);
            fault.accept(tenant);
            Ending<?> rotation = Ending.of(client.personalAccessTokens()
                    .rotate(
                            old.id(),
                            RotationOptions.create(o -> o.maxTokens(1_000)
                                    .handOver(created -> handOverHangs ? Mono.never() : Mono.empty()))));

            long closed = close(client);

            rotation.assertEndedAtOnce(closed);
            if (handOverHangs) {
                assertThat(rotation.error).isInstanceOf(RotationFailedException.class);
                assertThat(((RotationFailedException) rotation.error).getSuccessor())
                        .isNotNull();
                assertThat(rotation.error).hasCauseInstanceOf(ClientClosedException.class);
            }
        }
    }

    @Test
    void afterTheCloseEveryOperationFailsAtOnceAndNothingIsSent() {
        RateLimiter paused = RateLimiter.slidingWindow(1, Duration.ofSeconds(1));
        paused.pause(Duration.ofSeconds(50));
        try (SandboxTenant tenant = tenant()) {
            SailPointClient client = clientOf(tenant, b -> b.rateLimiter(paused));
            client.disposeLater().block(SOON);
            PersonalAccessTokens tokens = client.personalAccessTokens();
            List<Publisher<?>> calls = List.of(
                    tokens.list(),
                    tokens.create(r -> r.name("x")),
                    tokens.patch("x", p -> p.name("y")),
                    tokens.delete("x"),
                    tokens.deleteAll(Flux.just("x"), BulkOptions.standard()),
                    tokens.rotate("x", created -> Mono.empty()),
                    tokens.verify("x", Secret.of("y")),
                    tokens.prune(PruneOptions.create(o -> o.unusedFor(Duration.ofDays(90)))));
            for (Publisher<?> call : calls) {
                StepVerifier.create(call)
                        .expectErrorSatisfies(e -> assertThat(e).isInstanceOf(ClientClosedException.class))
                        .verify(AT_ONCE);
            }
            assertThat(tenant.getLedger().getRequests()).isEmpty();
        }
    }

    @Test
    void gracefulCloseLetsCallsEndAndTakesNoNewOnes() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().delay(Duration.ofMillis(600)));
            SandboxToken token = tenant.addToken("gone");
            SailPointClient client = clientOf(tenant, b -> b);
            client.personalAccessTokens().list().blockLast(SOON);
            Ending<?> delete = Ending.of(client.personalAccessTokens().delete(token.id()));
            Thread.sleep(REACHED.toMillis());
            Ending<?> closing = Ending.of(client.disposeLater(Duration.ofSeconds(10)));

            StepVerifier.create(client.personalAccessTokens().list())
                    .expectError(ClientClosedException.class)
                    .verify(AT_ONCE);
            assertThat(delete.ended.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(delete.error).isNull();
            assertThat(closing.ended.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(client.isDisposed()).isTrue();
        }
    }

    @Test
    void gracefulCloseEndsWhatTakesTooLong() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().stall());
            SailPointClient client = clientOf(tenant, b -> b);
            Ending<?> delete = Ending.of(client.personalAccessTokens().delete("x"));
            Thread.sleep(REACHED.toMillis());

            client.disposeLater(Duration.ofMillis(200)).block(SOON);

            assertThat(delete.error).isInstanceOf(ClientClosedException.class);
        }
    }

    @Test
    void manyThreadsMayClose() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            SailPointClient client = clientOf(tenant, b -> b);
            client.personalAccessTokens().list().blockLast(SOON);
            List<CompletableFuture<Void>> closes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                closes.add(
                        CompletableFuture.runAsync(() -> client.disposeLater().block(SOON)));
            }
            for (CompletableFuture<Void> close : closes) {
                close.get(20, TimeUnit.SECONDS);
            }
            assertThat(client.isDisposed()).isTrue();
        }
    }

    @Test
    void closeWithinACallbackOfTheClientEnds() {
        try (SandboxTenant tenant = tenant()) {
            SailPointClient client = clientOf(tenant, b -> b);
            client.personalAccessTokens().list().then(client.disposeLater()).block(SOON);
            assertThat(client.isDisposed()).isTrue();
        }
    }

    @Test
    void waitForTheCloseOnTheClientsOwnEventLoopFailsWithAReason() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            SailPointClient client = clientOf(tenant, b -> b);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            CountDownLatch done = new CountDownLatch(1);
            client.personalAccessTokens().list().take(1).subscribe(token -> {
                CompletableFuture<Void> closed = client.disposeLater().toFuture();
                long until = System.nanoTime() + Duration.ofSeconds(9).toNanos();
                // As join() does, without what BlockHound would see.
                boolean ended = closed.isDone();
                while (!ended && System.nanoTime() < until) {
                    ended = closed.isDone();
                }
                failure.set(ended ? closed.handle((nothing, e) -> e).join() : null);
                done.countDown();
            });
            assertThat(done.await(15, TimeUnit.SECONDS)).isTrue();
            assertThat(failure.get()).hasMessageContaining("own event loop");
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.sleep(10);
        }
    }
}
