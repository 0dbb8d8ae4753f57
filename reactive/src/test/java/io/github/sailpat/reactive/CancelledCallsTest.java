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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a cancel leaves behind: connections and permits come back, whatever the call was doing. */
class CancelledCallsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ROUNDS = Soak.size(20, 1_000);
    private static final int CONNECTIONS = 2;
    /** So few that the calls of a round wait for them, and for a window that is so short that the round goes on. */
    private static final int PERMITS = 40;

    private static final Duration WINDOW = Duration.ofMillis(10);

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.github.sailpat.reactive.CancelShape#all")
    void connectionsAreLentAgainAndNoPermitIsLost(CancelShape shape) {
        assertAllComeBack(shape, Protocol.HTTP_1_1, ROUNDS);
    }

    static void assertAllComeBack(CancelShape shape, Protocol protocol, int rounds) {
        RateLimiter limiter = RateLimiter.slidingWindow(PERMITS, WINDOW);
        try (SandboxTenant tenant = protocol.tenant(o -> o.rateLimitOff()
                        .tokens(CancelShape.TOKENS)
                        .tokensPerOwner(1_000_000)
                        .latency(Duration.ofMillis(1)));
                TestClient client = TestClient.of(
                        tenant,
                        b -> b.rateLimiter(limiter)
                                .maxConnections(CONNECTIONS)
                                .onAbandonedCreate(create -> {})
                                .onUndeliveredSecret(token -> {})
                                .deadline(Duration.ofSeconds(10)))) {
            for (int round = 0; round < rounds; round++) {
                shape.calls().apply(client.client(), tenant).blockLast(SOON);
            }
            assertThatAllAreLent(tenant, client, CONNECTIONS);
            assertThatNoPermitIsLost(limiter, PERMITS);
        }
    }

    /** As many calls as there are connections are on the wire at the same time. */
    static void assertThatAllAreLent(SandboxTenant tenant, TestClient client, int connections) {
        for (Operation operation : List.of(Operation.DELETE, Operation.LIST)) {
            tenant.getFaults().add(Fault.on(operation).always().stall());
            Disposable calls = Flux.range(0, connections)
                    .flatMap(i -> operation == Operation.LIST
                            ? client.tokens().list(query -> query.ownedBy("last"))
                            : client.tokens().delete("last"))
                    .subscribe();
            Conditions.await(() -> tenant.getLedger().getRequests(operation).stream()
                            .filter(request -> (request.path() + request.query()).contains("last"))
                            .count()
                    == connections);
            calls.dispose();
        }
    }

    /** All are granted at once, when the last window has passed. */
    static void assertThatNoPermitIsLost(RateLimiter limiter, int permits) {
        AtomicInteger granted = new AtomicInteger();
        Disposable.Composite calls = Disposables.composite();
        for (int i = 0; i < permits; i++) {
            calls.add(limiter.limit(Mono.never().doOnSubscribe(s -> granted.incrementAndGet()))
                    .subscribe());
        }
        Conditions.await(() -> granted.get() == permits);
        calls.dispose();
    }

    @Timeout(600) // at full size
    @Test
    void connectionsAndPermitsComeBackAfterACancelAtAnyMoment() {
        Random random = new Random(7);
        RateLimiter limiter = RateLimiter.slidingWindow(PERMITS, WINDOW);
        try (SandboxTenant tenant =
                        SandboxTenant.start(o -> o.rateLimitOff().tokens(20).tokensPerOwner(1_000_000));
                TestClient client = TestClient.ofCancelledCalls(tenant, limiter, CONNECTIONS)) {
            for (int round = 0; round < ROUNDS * 10; round++) {
                List<Disposable> calls = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    calls.add(Flux.merge(
                                    client.tokens().list(),
                                    CancelShape.deleted(client.tokens(), i),
                                    CancelShape.created(client.tokens()))
                            .onErrorComplete()
                            .subscribe());
                }
                long until = System.nanoTime() + random.nextInt(3_000_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                calls.forEach(Disposable::dispose);
            }
            assertThatAllAreLent(tenant, client, CONNECTIONS);
            assertThatNoPermitIsLost(limiter, PERMITS);
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
                calls.add(CancelShape.deleted(client.tokens(), i).doOnNext(done -> order.add(index)));
            }
            Flux.merge(Flux.fromIterable(calls), 50).blockLast(SOON);
        }
        assertThat(order).isSorted().hasSize(50);
    }
}
