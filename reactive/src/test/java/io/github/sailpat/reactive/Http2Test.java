package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxRequest;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/** Calls over HTTP/2, which is negotiated with the sandbox. */
class Http2Test {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxTenant tenant = Protocol.HTTP_2.tenant(
            o -> o.rateLimitOff().tokens(50).tokensPerOwner(10_000).clientId("http2"));
    private final TestClient client = TestClient.of(tenant, TestClient::unlimited);

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    @Test
    void everyOperationWorks() {
        assertEveryOperationWorks(client);
        assertThat(tenant.getLedger().getRequests()).hasSize(5).allMatch(Http2Test::isOnStream);
    }

    private static boolean isOnStream(SandboxRequest request) {
        return request.connectionId().contains("/");
    }

    @Test
    void proxyIsPassed() {
        try (ConnectProxy proxy = ConnectProxy.openTo(tenant.getBaseUrl().getPort());
                TestClient behind = TestClient.of(
                        tenant,
                        b -> b.proxy(ProxyOptions.create(p -> p.address(proxy.url())
                                .credentials(ConnectProxy.USER, Secret.of(ConnectProxy.PASSWORD)))))) {
            assertEveryOperationWorks(behind);
            assertThat(tenant.getLedger().getRequests()).allMatch(Http2Test::isOnStream);
            assertThat(proxy.requests()).hasSize(2);
        }
    }

    @Test
    void connectionsBesideAProviderOfTheApplicationAreClosedWithTheClient() {
        ConnectionProvider connections = ConnectionProvider.create("application", 4);
        LoopResources threads = LoopResources.create("application", 1, true);
        try (TestClient sharing = TestClient.of(tenant, b -> b.sharedResources(connections, threads))) {
            assertEveryOperationWorks(sharing);
            assertThat(tenant.getLedger().getRequests()).allMatch(Http2Test::isOnStream);
        }
        Conditions.await(() -> tenant.getOpenConnections() == 0);
        assertThat(threads.isDisposed()).isFalse();
        connections
                .disposeLater()
                .then(threads.disposeLater(Duration.ZERO, SOON))
                .block(SOON);
    }

    static Stream<Arguments> customizers() {
        return Stream.of(
                customizer("no pool", http -> HttpClient.newConnection().secure(Http2Test::trusted)),
                customizer(
                        "another pool",
                        http -> HttpClient.create(ConnectionProvider.create("other", 2))
                                .secure(Http2Test::trusted)),
                customizer("metrics", http -> http.metrics(true, Function.identity())),
                customizer("compression", http -> http.compress(true)));
    }

    private static void trusted(SslProvider.SslContextSpec tls) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(Certificates.trustStore());
            tls.sslContext(Http2SslContextSpec.forClient()
                    .configure(context -> context.trustManager(trust))
                    .sslContext());
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Arguments customizer(String name, UnaryOperator<HttpClient> customizer) {
        return Arguments.of(name, customizer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("customizers")
    void customizedTransportSpeaksIt(String name, UnaryOperator<HttpClient> customizer) {
        try (TestClient customized = TestClient.of(tenant, b -> b.httpClient(customizer))) {
            assertEveryOperationWorks(customized);
            assertThat(tenant.getLedger().getRequests()).allMatch(Http2Test::isOnStream);
        }
    }

    private void assertEveryOperationWorks(TestClient used) {
        PersonalAccessTokens tokens = used.tokens();
        CreatedPersonalAccessToken created = tokens.create(r -> r.name("new")).block(SOON);
        assertThat(created.getSecret().isWiped()).isFalse();
        assertThat(tokens.patch(created.getId(), p -> p.name("renamed"))
                        .block(SOON)
                        .getName())
                .isEqualTo("renamed");
        List<PersonalAccessToken> listed = tokens.list().collectList().block(SOON);
        assertThat(listed).hasSize(51).anyMatch(token -> "renamed".equals(token.getName()));
        tokens.delete(created.getId()).block(SOON);

        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(created.getId());
    }

    /** Each of them fills the window of its stream; together they would fill the one of the connection many times. */
    @Test
    void listsThatAreNotReadStopNoOther() {
        try (SandboxTenant endless =
                        Protocol.HTTP_2.tenant(o -> o.rateLimitOff().generatedTokens(1_000_000));
                TestClient reader = TestClient.of(endless, TestClient::unlimited)) {
            Disposable.Composite paused = Disposables.composite();
            AtomicInteger begun = new AtomicInteger();
            for (int i = 0; i < 20; i++) {
                BaseSubscriber<PersonalAccessToken> list = new BaseSubscriber<>() {
                    @Override
                    protected void hookOnSubscribe(Subscription subscription) {
                        subscription.request(1);
                    }

                    @Override
                    protected void hookOnNext(PersonalAccessToken token) {
                        begun.incrementAndGet();
                    }
                };
                reader.tokens().list().subscribe(list);
                paused.add(list);
            }
            Conditions.await(() -> begun.get() == 20);
            assertThat(reader.tokens().list().take(20_000).count().block(SOON)).isEqualTo(20_000);
            reader.tokens().create(r -> r.name("new")).block(SOON);
            assertThat(endless.getOpenConnections()).isEqualTo(2);
            paused.dispose();
        }
    }

    @Test
    void tenantWithoutHttp2IsCalledByHttp1() {
        try (RawServer server =
                        RawServer.start(Certificates.serverSocket(Certificates.good(), false), RawServer::tenant);
                TestClient asking = TestClient.at(
                        URI.create("https://localhost:" + server.port()),
                        b -> Protocol.asking(TestClient.unlimited(b)))) {
            for (int i = 0; i < 3; i++) {
                asking.tokens().list().blockLast(SOON);
            }
            Flux.range(0, 8).flatMap(i -> asking.tokens().list()).blockLast(SOON);
            assertThat(server.requests()).hasSize(12).allMatch(request -> request.contains("HTTP/1.1\r\n"));
            assertThat(server.connections()).isBetween(2, 9);
        }
    }

    @Test
    void plainHttpIsHttp1() {
        try (SandboxTenant plain = SandboxTenant.start();
                TestClient asking = TestClient.of(plain, b -> b.protocol(HttpVersion.HTTP_2))) {
            assertThat(asking.tokens().list().count().block(SOON)).isEqualTo(300);
            assertThat(plain.getLedger().getRequests())
                    .noneMatch(request -> request.connectionId().contains("/"));
        }
    }

    @Test
    void callsShareOneConnectionAndListsAnother() {
        Flux.range(0, 500)
                .flatMap(i -> client.tokens().create(r -> r.name("n" + i)), 200)
                .blockLast(SOON);
        assertThat(tenant.getOpenConnections()).isEqualTo(1);
        Flux.range(0, 40).flatMap(i -> client.tokens().list(), 40).blockLast(SOON);
        assertThat(tenant.getOpenConnections()).isEqualTo(2);
        assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(40);
    }
}
