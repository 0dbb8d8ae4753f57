package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Calls that are cancelled while their connection is opened, which may take long, or never end. */
class AbandonedConnectionTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(200);
    private static final int CONNECTIONS = 2;

    private final RawServer tenant = RawServer.start(AbandonedConnectionTest::answer);

    private static void answer(String request, Socket connection) throws IOException {
        if (request.startsWith("DELETE")) {
            RawServer.write(connection, "HTTP/1.1 204 No Content\r\n\r\n");
        } else {
            RawServer.tenant(request, connection);
        }
    }

    @AfterEach
    void close() {
        tenant.close();
    }

    private TestClient client(UnaryOperator<HttpClient> customizer) {
        return client(CONNECT_TIMEOUT, customizer);
    }

    private TestClient client(Duration connectTimeout, UnaryOperator<HttpClient> customizer) {
        return TestClient.at(
                URI.create("http://localhost:" + tenant.port()),
                b -> TestClient.unlimited(b)
                        .maxConnections(CONNECTIONS)
                        .connectTimeout(connectTimeout)
                        .maxIdleTime(Duration.ofMillis(300))
                        .httpClient(customizer));
    }

    /** From then on there is an access token, and no connection. */
    private void listAndAwaitIdle(TestClient client) {
        client.tokens().list().blockLast(SOON);
        Conditions.await(() -> tenant.openConnections() == 0);
    }

    private static Disposable gone(TestClient client) {
        return Flux.range(0, CONNECTIONS)
                .flatMap(i -> client.tokens().delete("gone"), CONNECTIONS)
                .subscribe();
    }

    /** Each never connects as long as there is something left of the number. */
    static Stream<Arguments> waysToConnectForEver() {
        AtomicInteger connects = new AtomicInteger();
        AtomicInteger names = new AtomicInteger();
        return Stream.of(
                Arguments.of(connects, "mapConnect", (UnaryOperator<HttpClient>) http -> http.mapConnect(
                        connection -> Mono.defer(() -> connects.getAndDecrement() > 0 ? Mono.never() : connection))),
                Arguments.of(names, "resolver", (UnaryOperator<HttpClient>)
                        http -> http.resolver(answeringLater(names, new ConcurrentLinkedQueue<>()))));
    }

    /** The first lookups are answered when they are run. */
    private static AddressResolverGroup<InetSocketAddress> answeringLater(AtomicInteger left, Queue<Runnable> lookups) {
        return new AddressResolverGroup<>() {
            @Override
            protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                return new InetSocketAddressResolver(executor, new DefaultNameResolver(executor) {
                    @Override
                    protected void doResolveAll(String name, Promise<List<InetAddress>> promise) throws Exception {
                        List<InetAddress> found = List.of(InetAddress.getLoopbackAddress());
                        if (left.getAndDecrement() > 0) {
                            lookups.add(() -> promise.trySuccess(found));
                        } else {
                            promise.setSuccess(found);
                        }
                    }
                });
            }
        };
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("waysToConnectForEver")
    void permitComesBackWithinTheConnectTimeout(AtomicInteger left, String name, UnaryOperator<HttpClient> connecting) {
        try (TestClient client = client(connecting)) {
            listAndAwaitIdle(client);
            left.set(CONNECTIONS);
            Disposable calls = gone(client);
            Conditions.await(() -> left.get() <= 0);
            calls.dispose();

            Flux.range(0, CONNECTIONS)
                    .flatMap(i -> client.tokens().delete("next"), CONNECTIONS)
                    .blockLast(SOON);
        }
    }

    @Test
    void connectionThatComesAfterTheConnectTimeoutIsClosed() {
        AtomicInteger left = new AtomicInteger();
        Queue<Runnable> lookups = new ConcurrentLinkedQueue<>();
        // The names have ten seconds, and the TCP connections less.
        try (TestClient client = client(
                Duration.ofSeconds(10),
                http -> http.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis())
                        .resolver(answeringLater(left, lookups)))) {
            listAndAwaitIdle(client);
            int before = tenant.connections();
            left.set(CONNECTIONS);
            Disposable calls = gone(client);
            Conditions.await(() -> lookups.size() == CONNECTIONS);
            calls.dispose();
            Mono.delay(CONNECT_TIMEOUT.multipliedBy(2)).block(SOON);

            lookups.forEach(Runnable::run);

            Conditions.await(() -> tenant.connections() == before + CONNECTIONS);
            Flux.range(0, CONNECTIONS)
                    .flatMap(i -> client.tokens().delete("next"), CONNECTIONS)
                    .blockLast(SOON);
            Conditions.await(() -> tenant.openConnections() == 0);
            assertThat(tenant.connections()).isLessThanOrEqualTo(before + 2 * CONNECTIONS + 1);
            assertThat(tenant.requests()).noneMatch(request -> request.contains("gone"));
        }
    }

    @Test
    void connectionOnWhichNothingWasEverSentIsClosedWhenItIsIdle() throws Exception {
        try (TestClient client = client(http -> http)) {
            int before = tenant.connections();
            CountDownLatch cancelled = new CountDownLatch(1);
            // On the event loop, so that no connection can come before the cancel.
            client.tokens()
                    .list()
                    .doOnComplete(() -> {
                        // One takes the connection of the access token, the other one opens a connection.
                        client.tokens().delete("gone").subscribe().dispose();
                        client.tokens().delete("gone").subscribe().dispose();
                        cancelled.countDown();
                    })
                    .subscribe();
            assertThat(cancelled.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            Conditions.await(() -> tenant.connections() >= before + 3); // of the access token, the list, the delete

            Conditions.await(() -> tenant.openConnections() == 0);
            assertThat(RawTenant.requests(tenant, "DELETE")).isLessThanOrEqualTo(1);
        }
    }
}
