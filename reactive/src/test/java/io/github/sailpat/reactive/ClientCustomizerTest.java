package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.resolver.SimpleNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientMetricsRecorder;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;

/** What a function of {@code httpClient(...)} may do. The rows of the page on customizing stand here in their order. */
class ClientCustomizerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final SandboxTenant TENANT =
            SandboxTenant.start(o -> o.rateLimitOff().tokens(3).tokensPerOwner(10_000));
    private static final AtomicInteger NAMES = new AtomicInteger();

    @AfterAll
    static void close() {
        TENANT.close();
    }

    private static TestClient client(UnaryOperator<HttpClient> customizer) {
        return TestClient.of(
                TENANT,
                b -> TestClient.unlimited(b)
                        .httpClient(customizer)
                        .onAbandonedCreate(create -> {})
                        .retryPolicy(RetryPolicy.none()));
    }

    private static void assertAllCallsWork(UnaryOperator<HttpClient> customizer) {
        try (TestClient client = client(customizer)) {
            PersonalAccessTokens tokens = client.tokens();
            for (int i = 0; i < 2; i++) {
                String id = tokens.create(r -> r.name("n" + NAMES.incrementAndGet()))
                        .block(SOON)
                        .getId();
                assertThat(tokens.list().any(token -> token.getId().equals(id)).block(SOON))
                        .isTrue();
                tokens.delete(id).block(SOON);
            }
        }
    }

    // ---- refused

    @ParameterizedTest
    @EnumSource(
            value = HttpProtocol.class,
            names = {"H2", "H2C"}) // Reactor Netty itself refuses HTTP3 where the codec is absent
    void otherProtocolsAreRefusedByNameWhenTheClientIsBuilt(HttpProtocol protocol) {
        for (HttpProtocol[] protocols : new HttpProtocol[][] {{protocol}, {HttpProtocol.HTTP11, protocol}}) {
            assertThatThrownBy(() -> client(http -> http.protocol(protocols)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sets the protocol " + protocol)
                    .hasMessageContaining("HTTP11");
        }
    }

    @Test
    void nullIsRefusedWhenTheClientIsBuilt() {
        assertThatThrownBy(() -> client(http -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("httpClient(...) returned null");
    }

    // ---- harmless, or honoured

    static Stream<Arguments> harmless() {
        return Stream.of(
                change("unchanged", http -> http),
                change("HTTP/1.1", http -> http.protocol(HttpProtocol.HTTP11)),
                change("no pool", http -> HttpClient.newConnection()),
                change("another pool", http -> HttpClient.create(ConnectionProvider.create("other", 1))),
                change("redirects", http -> http.followRedirect(true)),
                change("wiretap", http -> http.wiretap(true)),
                change("compression", http -> http.compress(true)),
                change("keep-alive off", http -> http.keepAlive(false)),
                change("base URL", http -> http.baseUrl("http://other.invalid/elsewhere")),
                change("another address", http -> http.host("other.invalid").port(1)),
                change("TLS", HttpClient::secure),
                change("retry of the transport", http -> http.disableRetry(false)),
                change("response timeout", http -> http.responseTimeout(Duration.ofMillis(1))),
                change(
                        "headers",
                        http -> http.headers(h -> h.set("Authorization", "x").set("Accept", "text/html"))),
                change("metrics", http -> http.metrics(true, Function.identity())));
    }

    private static Arguments change(String name, UnaryOperator<HttpClient> customizer) {
        return Arguments.of(name, customizer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harmless")
    void callsWorkWith(String name, UnaryOperator<HttpClient> customizer) {
        assertAllCallsWork(customizer);
    }

    @Test
    void keepAliveThatIsOffIsHonoured() {
        try (RawServer server = RawServer.start((request, connection) -> {
                    RawServer.tenant(request, connection);
                    connection.close();
                });
                TestClient client = TestClient.at(
                        server.url(), b -> TestClient.unlimited(b).httpClient(http -> http.keepAlive(false)))) {
            client.tokens().list().blockLast(SOON);
            assertThat(server.requests()).allMatch(request -> request.contains("connection: close"));
        }
    }

    @Test
    void hostHeaderIsHonouredAndLeadsNowhereElse() {
        assertAllCallsWork(http -> http.headers(headers -> headers.set("Host", "tenants.example:8443")));
        assertThat(TENANT.getLedger().getRequests(Operation.DELETE))
                .last()
                .satisfies(request -> assertThat(request.header("host")).isEqualTo("tenants.example:8443"));
    }

    @Test
    void proxyIsHonoured() {
        try (ConnectProxy proxy = ConnectProxy.openTo(TENANT.getBaseUrl().getPort())) {
            assertAllCallsWork(http -> http.proxy(spec -> spec.type(ProxyProvider.Proxy.HTTP)
                    .host("127.0.0.1")
                    .port(proxy.url().getPort())));
            assertThat(proxy.requests()).isNotEmpty();
        }
    }

    // ---- functions that throw

    /** Each throws in another place. */
    static Stream<Arguments> functions() {
        List<Arguments> functions = new ArrayList<>();
        for (RuntimeException thrown :
                List.of(new IllegalStateException("acme"), new IllegalArgumentException("acme"))) {
            functions.add(hook("doOnRequest", thrown, http -> http.doOnRequest((request, connection) -> fail(thrown))));
            functions.add(
                    hook("doAfterRequest", thrown, http -> http.doAfterRequest((request, connection) -> fail(thrown))));
            functions.add(
                    hook("doOnResponse", thrown, http -> http.doOnResponse((response, connection) -> fail(thrown))));
            functions.add(hook("doOnConnected", thrown, http -> http.doOnConnected(connection -> fail(thrown))));
            functions.add(hook("doOnConnect", thrown, http -> http.doOnConnect(config -> fail(thrown))));
            functions.add(hook("mapConnect", thrown, http -> http.mapConnect(connection -> Mono.error(thrown))));
            functions.add(hook(
                    "mapConnect that throws",
                    thrown,
                    http -> http.mapConnect(connection -> connection.doOnNext(c -> fail(thrown)))));
            functions.add(hook("resolver", thrown, http -> http.resolver(failing(thrown))));
        }
        return functions.stream();
    }

    /**
     * Reactor Netty does not release the body of a response if a function of {@code doAfterRequest} or {@code
     * doOnResponse} has thrown. The leak detector would report it, and does not see the buffers of this allocator.
     */
    private static HttpClient undetected(HttpClient client) {
        return client.option(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false, true));
    }

    private static void fail(RuntimeException thrown) {
        throw thrown;
    }

    private static Arguments hook(String name, RuntimeException thrown, UnaryOperator<HttpClient> customizer) {
        return Arguments.of(name, thrown, customizer);
    }

    private static AddressResolverGroup<InetSocketAddress> failing(Throwable error) {
        return new AddressResolverGroup<>() {
            @Override
            protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                return new InetSocketAddressResolver(executor, new SimpleNameResolver<InetAddress>(executor) {
                    @Override
                    protected void doResolve(String name, Promise<InetAddress> promise) {
                        promise.setFailure(error);
                    }

                    @Override
                    protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
                        promise.setFailure(error);
                    }
                });
            }
        };
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("functions")
    void exceptionOfAFunctionIsTheCauseOfTheError(
            String name, RuntimeException thrown, UnaryOperator<HttpClient> customizer) {
        URI byName = URI.create("http://localhost:" + TENANT.getBaseUrl().getPort());
        try (TestClient client = TestClient.at(
                byName,
                b -> TestClient.unlimited(b)
                        .clientCredentials(TENANT.getClientId(), Secret.of(TENANT.getClientSecret()))
                        .httpClient(http -> undetected(customizer.apply(http)))
                        .onAbandonedCreate(create -> {})
                        .retryPolicy(RetryPolicy.none()))) {
            Stream.<Publisher<?>>of(
                            client.tokens().list(),
                            client.tokens().delete("x"),
                            client.tokens().create(r -> r.name("h" + NAMES.incrementAndGet())))
                    .forEach(call -> {
                        Throwable error = catchThrowable(() -> Flux.from(call).blockLast(SOON));
                        assertThat(error)
                                .isInstanceOf(SailPointException.class)
                                .hasMessageNotContaining("base URL")
                                .hasMessageNotContaining("malformed");
                        assertThat(Stream.iterate(error, e -> e != null, Throwable::getCause))
                                .contains(thrown);
                    });
        }
    }

    @Test
    void recorderOfMetricsThatThrowsIsHarmless() {
        assertAllCallsWork(http -> http.metrics(true, ThrowingRecorder::new));
    }

    private static final class ThrowingRecorder implements HttpClientMetricsRecorder {
        @Override
        public void recordDataReceivedTime(
                SocketAddress remote, String uri, String method, String status, Duration time) {
            throw new IllegalStateException("acme");
        }

        @Override
        public void recordDataSentTime(SocketAddress remote, String uri, String method, Duration time) {
            throw new IllegalStateException("acme");
        }

        @Override
        public void recordResponseTime(SocketAddress remote, String uri, String method, String status, Duration time) {
            throw new IllegalStateException("acme");
        }

        @Override
        public void recordDataReceived(SocketAddress remote, String uri, long bytes) {
            throw new IllegalStateException("acme");
        }

        @Override
        public void recordDataSent(SocketAddress remote, String uri, long bytes) {
            throw new IllegalStateException("acme");
        }

        @Override
        public void incrementErrorsCount(SocketAddress remote, String uri) {}

        @Override
        public void recordDataReceived(SocketAddress remote, long bytes) {}

        @Override
        public void recordDataSent(SocketAddress remote, long bytes) {}

        @Override
        public void incrementErrorsCount(SocketAddress remote) {}

        @Override
        public void recordTlsHandshakeTime(SocketAddress remote, Duration time, String status) {}

        @Override
        public void recordConnectTime(SocketAddress remote, Duration time, String status) {}

        @Override
        public void recordResolveAddressTime(SocketAddress remote, Duration time, String status) {}
    }

    /** Netty logs the exception and closes the connection, and tells it to nobody. */
    @Test
    void exceptionInTheInitializationOfAChannelClosesTheConnection() {
        try (TestClient client = client(
                http -> http.doOnChannelInit((observer, channel, address) -> fail(new IllegalStateException())))) {
            assertThat(catchThrowable(() -> client.tokens().delete("x").block(SOON)))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("the connection was closed")
                    .hasMessageContaining("nothing was sent");
        }
    }

    @Test
    void errorOfTheJvmInAFunctionEndsTheCall() {
        NoClassDefFoundError thrown = new NoClassDefFoundError("acme");
        List<UnaryOperator<HttpClient>> customizers = List.of(
                http -> http.doOnRequest((request, connection) -> {
                    throw thrown;
                }),
                http -> http.doAfterRequest((request, connection) -> {
                    throw thrown;
                }),
                http -> http.doOnResponse((response, connection) -> {
                    throw thrown;
                }),
                http -> http.doOnConnected(connection -> {
                    throw thrown;
                }));
        for (UnaryOperator<HttpClient> customizer : customizers) {
            try (TestClient client = TestClient.of(
                    TENANT,
                    b -> TestClient.unlimited(b)
                            .httpClient(http -> undetected(customizer.apply(http)))
                            .deadline(Duration.ofMillis(400))
                            .retryPolicy(RetryPolicy.none()))) {
                assertThat(catchThrowable(() -> client.tokens().delete("x").block(SOON)))
                        .isInstanceOf(SailPointException.class);
            }
        }
    }
}
