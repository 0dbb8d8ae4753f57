package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a cancel leaves behind: connections and permits come back, whatever the call was doing. */
class CancelledCallsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ROUNDS = Integer.getInteger("sailpat.cancel.rounds", 60);
    private static final int CONNECTIONS = 2;

    /** Each ends by itself, and cancels calls that wait, are sent, or are arriving. */
    static Stream<Arguments> shapes() {
        return Stream.of(
                shape("merge of lists, take", t -> Flux.merge(lists(t, 8), 8).take(1)),
                shape(
                        "merge of lists, take of more than one has",
                        t -> Flux.merge(lists(t, 4), 4).take(40)),
                shape(
                        "flatMap of deletes, take",
                        t -> Flux.range(0, 16).flatMap(i -> deleted(t, i), 16).take(3)),
                shape(
                        "when of deletes, one fails",
                        t -> Mono.when(failing(t, 8)).onErrorComplete().flux()),
                shape(
                        "zip of deletes, one fails",
                        t -> Mono.zip(failing(t, 6), all -> all)
                                .onErrorComplete()
                                .flux()),
                shape("firstWithSignal", t -> Flux.firstWithSignal(stream(t, 6).toList())),
                shape(
                        "firstWithValue",
                        t -> Flux.firstWithValue(IntStream.range(0, 6)
                                .mapToObj(i -> deleted(t, i).flux())
                                .toList())),
                shape(
                        "switchMap",
                        t -> Flux.range(0, 12).switchMap(i -> t.list().take(2))),
                shape("list, take", t -> t.list().take(1)),
                shape(
                        "list that is nested in another, take",
                        t -> t.list().flatMap(token -> deleted(t, 1), 8).take(3)),
                shape(
                        "timeout",
                        t -> Flux.range(0, 6)
                                .flatMap(i -> deleted(t, i).timeout(Duration.ofMillis(i), Mono.just(i)), 6)),
                shape(
                        "deleteAll, take",
                        t -> t.deleteAll(Flux.range(0, 30).map(i -> "no-" + i), BulkOptions.standard())
                                .take(5)),
                shape(
                        "creates, take",
                        t -> Flux.range(0, 12)
                                .flatMap(i -> t.create(r -> r.name("c-" + System.nanoTime())), 12)
                                .take(2)));
    }

    private static Arguments shape(String name, Function<PersonalAccessTokens, Flux<?>> calls) {
        return Arguments.of(name, calls);
    }

    private static Stream<Flux<?>> stream(PersonalAccessTokens tokens, int count) {
        return IntStream.range(0, count).mapToObj(i -> tokens.list());
    }

    private static Flux<Flux<?>> lists(PersonalAccessTokens tokens, int count) {
        return Flux.fromStream(() -> stream(tokens, count));
    }

    private static Mono<Integer> deleted(PersonalAccessTokens tokens, int i) {
        return tokens.delete("no-" + i).onErrorComplete().thenReturn(i);
    }

    private static List<Mono<Void>> failing(PersonalAccessTokens tokens, int count) {
        return IntStream.range(0, count).mapToObj(i -> tokens.delete("no-" + i)).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void connectionsAreLentAgain(String name, Function<PersonalAccessTokens, Flux<?>> calls) {
        try (SandboxTenant tenant = SandboxTenant.start(o ->
                        o.rateLimitOff().tokens(40).tokensPerOwner(1_000_000).latency(Duration.ofMillis(1)));
                TestClient client = TestClient.of(
                        tenant,
                        b -> TestClient.unlimited(b)
                                .maxConnections(CONNECTIONS)
                                .onAbandonedCreate(create -> {})
                                .deadline(Duration.ofSeconds(10)))) {
            for (int round = 0; round < ROUNDS; round++) {
                calls.apply(client.tokens()).blockLast(SOON);
            }
            assertThatAllAreLent(tenant, client);
        }
    }

    /** With both connections taken by a call that waits for its answer, the answers come after one wait, not two. */
    private static void assertThatAllAreLent(SandboxTenant tenant, TestClient client) {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().delay(Duration.ofMillis(400)));
        long start = System.nanoTime();
        Flux.range(0, CONNECTIONS)
                .flatMap(i -> deleted(client.tokens(), i), CONNECTIONS)
                .blockLast(SOON);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(790));
        Flux.merge(Flux.range(0, CONNECTIONS).map(i -> client.tokens().list())).blockLast(SOON);
    }

    @Test
    void connectionsAndPermitsComeBackAfterACancelAtAnyMoment() {
        Random random = new Random(7);
        RateLimiter limiter = RateLimiter.slidingWindow(100_000, Duration.ofMillis(100));
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.rateLimitOff().tokens(20).tokensPerOwner(1_000_000));
                TestClient client = TestClient.of(
                        tenant,
                        b -> b.rateLimiter(limiter)
                                .maxConnections(CONNECTIONS)
                                .onAbandonedCreate(create -> {})
                                .onUndeliveredSecret(token -> {}))) {
            for (int round = 0; round < ROUNDS * 10; round++) {
                List<Disposable> calls = new ArrayList<>();
                int name = round;
                for (int i = 0; i < 5; i++) {
                    calls.add(Flux.merge(
                                    client.tokens().list(),
                                    deleted(client.tokens(), i),
                                    client.tokens().create(r -> r.name("r-" + name + '-' + System.nanoTime())))
                            .onErrorComplete()
                            .subscribe());
                }
                long until = System.nanoTime() + random.nextInt(3_000_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                calls.forEach(Disposable::dispose);
            }
            assertThatAllAreLent(tenant, client);
        }
    }

    @Test
    void callsThatWaitForAConnectionCostNothingOnTheWire() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (RawServer tenant = RawServer.start((request, connection) -> slow(request, connection, answer));
                TestClient client = TestClient.at(
                        tenant.url(),
                        b -> TestClient.unlimited(b).maxConnections(CONNECTIONS).onAbandonedCreate(create -> {}))) {
            client.tokens().list().blockLast(SOON);
            List<Disposable> creates = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                String name = "n-" + i;
                creates.add(client.tokens().create(r -> r.name(name)).subscribe());
            }
            creates.forEach(Disposable::dispose);
            answer.countDown();

            long start = System.nanoTime();
            client.tokens().delete("next").block(SOON);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            // Those that were sent have closed theirs, and while they did so a few others may have got their turn.
            assertThat(tenant.connections()).isLessThan(200);
        }
    }

    private static void slow(String request, Socket connection, CountDownLatch answer) throws IOException {
        if (request.startsWith("POST /beta")) {
            try {
                answer.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (request.startsWith("DELETE")) {
            RawServer.write(connection, "HTTP/1.1 204 No Content\r\n\r\n");
        } else {
            RawServer.tenant(request, connection);
        }
    }

    @Test
    void connectionThatComesTooLateForItsCallIsUsedByTheNext() throws Exception {
        try (RawServer tenant =
                        RawServer.start((request, connection) -> slow(request, connection, new CountDownLatch(0)));
                TestClient client =
                        TestClient.at(tenant.url(), b -> TestClient.unlimited(b).maxConnections(8))) {
            // No list, whose connection may not be back yet when the next list takes one.
            client.tokens().delete("first").block(SOON);
            int before = tenant.connections();
            CountDownLatch cancelled = new CountDownLatch(1);
            // On the event loop, so that no connection can come before the cancel.
            client.tokens()
                    .list()
                    .doOnComplete(() -> {
                        for (int i = 0; i < 500; i++) {
                            client.tokens().delete("soon-gone").subscribe().dispose();
                        }
                        cancelled.countDown();
                    })
                    .subscribe();
            assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 20; i++) {
                client.tokens().delete("next").block(SOON);
            }
            assertThat(tenant.connections() - before).isBetween(1, 8);
        }
    }

    @Test
    void waitingCallsAreServedInTheirOrder() {
        List<Integer> order = new CopyOnWriteArrayList<>();
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.rateLimitOff().tokens(5).latency(Duration.ofMillis(2)));
                TestClient client =
                        TestClient.of(tenant, b -> TestClient.unlimited(b).maxConnections(1))) {
            client.tokens().list().blockLast(SOON);
            List<Mono<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int index = i;
                calls.add(deleted(client.tokens(), i).doOnNext(done -> order.add(index)));
            }
            Flux.merge(Flux.fromIterable(calls), 50).blockLast(SOON);
        }
        assertThat(order).isSorted().hasSize(50);
    }
}
