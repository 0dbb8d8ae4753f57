package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxOptions;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What becomes of calls when their client is closed. */
class CloseTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static SailPointClient.Builder defaults(SailPointClient.Builder builder, SandboxTenant tenant) {
        return builder.baseUrl(tenant.getBaseUrl())
                .deadline(Duration.ofSeconds(50))
                .responseTimeout(Duration.ofSeconds(40))
                .rateLimiter(RateLimiter.unlimited())
                .onAbandonedCreate(create -> {});
    }

    private static SailPointClient clientOf(SandboxTenant tenant, UnaryOperator<SailPointClient.Builder> more) {
        return SailPointClient.create(b -> more.apply(CloseStage.withCredentials(defaults(b, tenant), tenant)));
    }

    private static SandboxTenant tenant() {
        return SandboxTenant.start(CloseTest::options);
    }

    private static SandboxOptions.Builder options(SandboxOptions.Builder options) {
        return options.rateLimitOff().tokens(300).tokensPerOwner(100_000);
    }

    private static long close(SailPointClient client, BooleanSupplier isReached) {
        Conditions.await(isReached);
        long closed = System.nanoTime();
        client.close();
        return closed;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.github.sailpat.reactive.CloseStage#stages")
    void callEndsAtOnceWhereverItWaits(CloseStage stage) throws Exception {
        assertEndsAtOnce(stage, Protocol.HTTP_1_1);
    }

    static void assertEndsAtOnce(CloseStage stage, Protocol protocol) throws Exception {
        try (SandboxTenant tenant = protocol.tenant(CloseTest::options)) {
            SailPointClient client = SailPointClient.create(b -> stage.client()
                    .apply(defaults(protocol == Protocol.HTTP_2 ? Protocol.asking(b) : b, tenant), tenant));
            stage.tenant().accept(tenant);
            Ending<?> call = Ending.of(stage.call().apply(client.personalAccessTokens()));

            long closed = close(client, () -> stage.isReached().test(tenant));

            call.assertEndedAtOnce(closed);
            assertThat(call.error())
                    .isInstanceOf(ClientClosedException.class)
                    .hasMessageContaining("client was closed");
            assertThat(((ClientClosedException) call.error()).isMaybeApplied()).isEqualTo(stage.maybeApplied());
            client.disposeLater().block(SOON);
            Conditions.await(() -> tenant.getOpenConnections() == 0);
        }
    }

    @Test
    void listThatIsPausedEndsAtOnce() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            SailPointClient client = clientOf(tenant, b -> b);
            Ending<?> list = Ending.of(client.personalAccessTokens().list(), 3);

            long closed = close(client, () -> list.elements().size() == 3);

            list.assertEndedAtOnce(closed);
            assertThat(list.elements()).hasSize(3);
            assertThat(list.error()).isInstanceOf(ClientClosedException.class);
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
            silent.accept();

            long closed = close(client, () -> true);

            call.assertEndedAtOnce(closed);
            assertThat(call.error()).isInstanceOf(ClientClosedException.class);
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
            // One for the access token, four of lists, four of the other calls.
            long closed = close(client, () -> tenant.getLedger().count(Operation.ANY) == 9);

            for (Ending<?> call : calls) {
                call.assertEndedAtOnce(closed);
                assertThat(call.error()).isInstanceOf(ClientClosedException.class);
            }
            client.disposeLater().block(SOON);
            Conditions.await(() -> tenant.getOpenConnections() == 0);
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
            long closed = close(closing, () -> tenant.getLedger().count(Operation.DELETE) == 20);

            for (Ending<?> call : calls) {
                call.assertEndedAtOnce(closed);
            }
            Flux.range(0, 20)
                    .flatMap(i -> other.personalAccessTokens().delete("y").onErrorComplete(), 20)
                    .blockLast(Duration.ofSeconds(5));
            other.disposeLater().block(SOON);
        }
    }

    /** Never grants a permit, and cannot be cancelled. */
    private static final class BrokenLimiter implements RateLimiter, Subscription {
        @Override
        public <T> Flux<T> limit(Flux<T> source) {
            return Flux.from(subscriber -> subscriber.onSubscribe(this));
        }

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {
            throw new IllegalStateException("of the limiter");
        }

        @Override
        public void pause(Duration duration) {}

        @Override
        public Duration getRemainingPause() {
            return Duration.ZERO;
        }
    }

    @Test
    void callEndsAlthoughItsCancelThrows() throws Exception {
        try (SandboxTenant tenant = tenant()) {
            SailPointClient client = clientOf(tenant, b -> b.rateLimiter(new BrokenLimiter()));
            Ending<?> call = Ending.of(client.personalAccessTokens().delete("x"));

            long closed = close(client, () -> true);

            call.assertEndedAtOnce(closed);
            assertThat(call.error()).isInstanceOf(ClientClosedException.class);
        }
    }

    @Test
    void createThatWasSentIsToldWithItsName() throws Exception {
        List<AbandonedCreate> abandoned = new CopyOnWriteArrayList<>();
        try (SandboxTenant tenant = tenant()) {
            tenant.getFaults().add(Fault.on(Operation.CREATE).always().stallAfterApplying());
            SailPointClient client = clientOf(tenant, b -> b.onAbandonedCreate(abandoned::add));
            Ending<?> create = Ending.of(client.personalAccessTokens().create(r -> r.name("who-knows")));

            long closed = close(
                    client, () -> !tenant.getLedger().findByName("who-knows").isEmpty());

            create.assertEndedAtOnce(closed);
            assertThat(create.error()).hasMessageContaining("who-knows");
            assertThat(abandoned).extracting(AbandonedCreate::getName).containsExactly("who-knows");
        }
    }

    @Test
    void secretThatHasArrivedIsDelivered() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (RawServer tenant = RawServer.start(CloseTest::answerButForTheEnd)) {
            SailPointClient client = SailPointClient.create(b -> b.baseUrl(tenant.url())
                    .clientCredentials("id", Secret.of("a-secret"))
                    .httpClient(http -> http.doOnResponse((response, connection) -> {
                        if (response.path().startsWith("beta")) { // the event loop reads the body before this task
                            connection.channel().eventLoop().execute(read::countDown);
                        }
                    })));
            Ending<CreatedPersonalAccessToken> create =
                    Ending.of(client.personalAccessTokens().create(r -> r.name("arrived")));

            long closed = close(client, () -> read.getCount() == 0);

            create.assertEndedAtOnce(closed);
            assertThat(create.error()).isNull();
            assertThat(create.elements())
                    .extracting(token -> token.getSecret().reveal())
                    .containsExactly("the-secret");
        }
    }

    /** Of the response to a create, all but the last of its members. */
    private static void answerButForTheEnd(String request, Socket connection) throws IOException {
        if (request.startsWith("POST /beta")) {
            RawServer.write(
                    connection,
                    "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"id\":\"1\",\"secret\":\"the-secret\",\"name\":");
        } else {
            RawServer.tenant(request, connection);
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

            long closed = close(client, () -> tenant.getLedger().count(Operation.DELETE) >= 5);

            job.assertEndedAtOnce(closed);
            assertThat(job.error()).isNull();
            assertThat(cancelled).isTrue();
            assertThat(taken.get() - job.elements().size()).isBetween(0L, 1L);
            assertThat(job.elements().stream()
                            .filter(o -> o instanceof BulkOutcome.Unknown)
                            .count())
                    .isPositive();
            assertThat(job.elements().stream()
                            .map(BulkOutcome::getIndex)
                            .distinct()
                            .count())
                    .isEqualTo(job.elements().size());
        }
    }

    static Stream<Arguments> steps() {
        return Stream.of(
                Arguments.of(Operation.LIST, 2, false), // the first list makes the connection
                Arguments.of(Operation.CREATE, 1, false),
                Arguments.of(Operation.CREATE, 1, true), // the hand-over never ends
                Arguments.of(Operation.DELETE, 1, false));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void rotationEndsAtOnceAtEachStepAndGivesItsSecret(Operation step, int requests, boolean handOverHangs)
            throws Exception {
        CountDownLatch handOver = new CountDownLatch(handOverHangs ? 1 : 0);
        try (SandboxTenant tenant = tenant()) {
            SandboxToken old = tenant.addToken("old");
            SailPointClient client = clientOf(tenant, b -> b);
            client.personalAccessTokens().list().blockLast(SOON);
            if (!handOverHangs) {
                CloseStage.stall(step).accept(tenant);
            }
            Ending<?> rotation = Ending.of(client.personalAccessTokens()
                    .rotate(
                            old.id(),
                            RotationOptions.create(o -> o.maxTokens(1_000).handOver(created -> {
                                handOver.countDown();
                                return handOverHangs ? Mono.never() : Mono.empty();
                            }))));

            long closed = close(client, () -> tenant.getLedger().count(step) >= requests && handOver.getCount() == 0);

            rotation.assertEndedAtOnce(closed);
            if (handOverHangs) {
                assertThat(rotation.error()).isInstanceOf(RotationFailedException.class);
                assertThat(((RotationFailedException) rotation.error()).getSuccessor())
                        .isNotNull();
                assertThat(rotation.error()).hasCauseInstanceOf(ClientClosedException.class);
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
                        .verify(Ending.AT_ONCE);
            }
            assertThat(tenant.getLedger().getRequests()).isEmpty();
        }
    }
}
