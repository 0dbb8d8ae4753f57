package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.netty.buffer.UnpooledByteBufAllocator;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Functions of {@code httpClient(...)} that throw what is no exception: the call fails with it, and the next works. */
class CustomizerErrorTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int CONNECTIONS = 2;
    private static final RawServer TENANT = RawServer.start(CustomizerErrorTest::answer);

    /** Throws while there is something left of the number. */
    private static final class Thrower {
        private final AtomicInteger left = new AtomicInteger();
        private final Error error;

        Thrower(Error error) {
            this.error = error;
        }

        void run() {
            if (left.getAndUpdate(now -> Math.max(0, now - 1)) > 0) {
                throw error;
            }
        }
    }

    private static void answer(String request, Socket connection) throws IOException {
        if (request.startsWith("DELETE")) {
            RawServer.write(connection, "HTTP/1.1 204 No Content\r\n\r\n");
        } else {
            RawServer.tenant(request, connection);
        }
    }

    @AfterAll
    static void close() {
        TENANT.close();
    }

    static Stream<Arguments> functions() {
        return Stream.of(
                        new NoClassDefFoundError("acme"),
                        new StackOverflowError("acme"),
                        new OutOfMemoryError("acme"),
                        new AssertionError("acme"))
                .flatMap(error -> Stream.of(
                        function("doOnConnect", error, t -> http -> http.doOnConnect(config -> t.run())),
                        function("doAfterRequest", error, t -> http -> http.doAfterRequest((r, connection) -> t.run())),
                        function(
                                "mapConnect",
                                error,
                                t -> http -> http.mapConnect(connection -> {
                                    t.run();
                                    return connection;
                                })),
                        function(
                                "mapConnect, element",
                                error,
                                t -> http -> http.mapConnect(connection -> connection.doOnNext(acquired -> t.run()))),
                        function(
                                "mapConnect, subscription",
                                error,
                                t -> http -> http.mapConnect(connection ->
                                        Mono.<Void>fromRunnable(t::run).then(connection))),
                        function("resolver", error, t -> http -> http.resolver(throwing(t, false))),
                        function("resolver, promise", error, t -> http -> http.resolver(throwing(t, true)))));
    }

    private static Arguments function(String name, Error error, Function<Thrower, UnaryOperator<HttpClient>> function) {
        Thrower thrower = new Thrower(error);
        return Arguments.of(name, error.getClass().getSimpleName(), thrower, function.apply(thrower));
    }

    private static AddressResolverGroup<InetSocketAddress> throwing(Thrower thrower, boolean inPromise) {
        return new AddressResolverGroup<>() {
            @Override
            protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                return new InetSocketAddressResolver(executor, new DefaultNameResolver(executor) {
                    @Override
                    protected void doResolveAll(String name, Promise<List<InetAddress>> promise) throws Exception {
                        if (inPromise) {
                            try {
                                thrower.run();
                            } catch (Throwable e) {
                                promise.setFailure(e);
                                return;
                            }
                        } else {
                            thrower.run();
                        }
                        super.doResolveAll(name, promise);
                    }
                });
            }
        };
    }

    /**
     * Reactor Netty does not release the body of a response if a function of {@code doAfterRequest} or {@code
     * doOnResponse} has thrown. The leak detector would report it, and does not see the buffers of this allocator.
     */
    private static HttpClient undetected(HttpClient client) {
        return client.option(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false, true));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("functions")
    void callFailsWithTheErrorAndTheNextOnesWork(
            String name, String type, Thrower thrower, UnaryOperator<HttpClient> customizer) {
        try (TestClient client = TestClient.at(
                URI.create("http://localhost:" + TENANT.port()),
                b -> TestClient.unlimited(b)
                        .maxConnections(CONNECTIONS)
                        .httpClient(http -> undetected(customizer.apply(http)))
                        .maxIdleTime(Duration.ofMillis(1)) // so that each call connects
                        .deadline(Duration.ofSeconds(3))
                        .retryPolicy(RetryPolicy.none()))) {
            client.tokens().delete("works").block(SOON); // with an access token
            for (int i = 0; i < CONNECTIONS; i++) {
                Mono.delay(Duration.ofMillis(5)).block(SOON);
                thrower.left.set(1);

                Throwable failure =
                        catchThrowable(() -> client.tokens().delete("fails").block(SOON));

                assertThat(failure).isInstanceOf(SailPointException.class);
                assertThat(Stream.iterate(failure, e -> e != null, Throwable::getCause))
                        .contains(thrower.error);
                client.tokens().delete("works").block(SOON);
            }
        }
    }
}
