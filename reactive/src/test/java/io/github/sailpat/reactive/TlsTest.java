package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.Secret;
import io.netty.channel.EventLoopGroup;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class TlsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final TlsOptions OWN_TRUST = TlsOptions.create(t -> t.trustStore(Certificates.trustStore()));

    private static final EventLoopGroup LOOP = BlockingEventLoop.create();

    @AfterAll
    static void close() {
        BlockingEventLoop.close(LOOP);
    }

    private static RawServer server(X509Bundle shown, boolean needsClient) {
        return RawServer.start(Certificates.serverSocket(shown, needsClient), RawServer::tenant);
    }

    private static TestClient client(RawServer server, UnaryOperator<SailPointClient.Builder> customizer) {
        return TestClient.at(
                URI.create("https://localhost:" + server.port()),
                b -> customizer
                        .apply(b.retryPolicy(RetryPolicy.none()))
                        .httpClient(transport -> transport.runOn(useNative -> LOOP)));
    }

    @Test
    void anOwnTrustStoreIsTrusted() {
        try (RawServer server = server(Certificates.good(), false);
                TestClient client = client(server, b -> b.tls(OWN_TRUST))) {
            StepVerifier.create(client.tokens().list()).expectComplete().verify(SOON);
            assertThat(server.requests()).hasSize(2);
        }
    }

    private static TestClient clientOfNonBlockingThread(
            RawServer server, UnaryOperator<SailPointClient.Builder> customizer) {
        return Mono.fromCallable(() -> client(server, customizer))
                .subscribeOn(Schedulers.parallel())
                .block(SOON);
    }

    /** BlockHound is on. The JDK reads its trust store and random numbers of the operating system from files. */
    @Test
    void aClientCanBeMadeAndUsedOnAThreadThatMustNotBlock() {
        try (RawServer server = server(Certificates.good(), false)) {
            try (TestClient client = clientOfNonBlockingThread(server, b -> b.tls(OWN_TRUST))) {
                StepVerifier.create(client.tokens().list().subscribeOn(Schedulers.parallel()))
                        .expectComplete()
                        .verify(SOON);
            }
            try (TestClient client = clientOfNonBlockingThread(server, b -> b)) {
                StepVerifier.create(client.tokens().list().subscribeOn(Schedulers.parallel()))
                        .expectErrorSatisfies(e -> assertThat(e)
                                .isInstanceOf(TransportException.class)
                                .hasMessageContaining("not issued by a trusted authority"))
                        .verify(SOON);
            }
        }
    }

    @Test
    void aCustomizerCannotTurnTlsOff() {
        try (RawServer server = server(Certificates.good(), false);
                TestClient client = TestClient.at(
                        URI.create("https://localhost:" + server.port()),
                        b -> b.tls(OWN_TRUST)
                                .retryPolicy(RetryPolicy.none())
                                .httpClient(transport -> transport.noSSL().runOn(useNative -> LOOP)))) {
            StepVerifier.create(client.tokens().list()).expectComplete().verify(SOON);
        }
    }

    static List<Named<Supplier<X509Bundle>>> badCertificates() {
        return List.of(
                Named.of("self-signed", Certificates::selfSigned),
                Named.of("expired", Certificates::expired),
                Named.of("not yet valid", Certificates::notYetValid),
                Named.of("wrong host", Certificates::wrongHost));
    }

    @ParameterizedTest
    @MethodSource("badCertificates")
    void nothingIsSentToAServerWithABadCertificate(Supplier<X509Bundle> shown) {
        try (RawServer server = server(shown.get(), false);
                TestClient client = client(server, b -> b.tls(OWN_TRUST))) {
            assertNothingIsSent(server, client);
        }
    }

    @Test
    void withoutAnOwnTrustStoreAnAuthorityOfOnesOwnIsNotTrusted() {
        try (RawServer server = server(Certificates.good(), false);
                TestClient client = client(server, UnaryOperator.identity())) {
            assertNothingIsSent(server, client);
        }
    }

    private static void assertNothingIsSent(RawServer server, TestClient client) {
        StepVerifier.create(client.tokens().create(r -> r.name("x")))
                .expectErrorSatisfies(e -> {
                    assertThat(e)
                            .isInstanceOf(TransportException.class)
                            .hasMessageContaining("TLS failed: check the host name and its certificate");
                    assertThat(((TransportException) e).isSent()).isFalse();
                })
                .verify(SOON);
        assertThat(server.connections()).isPositive();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void clientCertificateIsSentOnRequest() {
        try (RawServer server = server(Certificates.good(), true);
                TestClient known = client(
                        server,
                        b -> b.tls(TlsOptions.create(t -> t.trustStore(Certificates.trustStore())
                                .clientCertificate(
                                        Certificates.keyStore(Certificates.client()), Certificates.PASSWORD))));
                TestClient unknown = client(server, b -> b.tls(OWN_TRUST))) {
            StepVerifier.create(known.tokens().list()).expectComplete().verify(SOON);
            assertThat(server.requests()).hasSize(2);

            StepVerifier.create(unknown.tokens().list())
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(TransportException.class)
                            .hasMessageContaining("it requires a client certificate")
                            .hasMessageFindingMatch("certificate(_required)?;")) // JDK 17, and newer ones
                    .verify(SOON);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aServerWithoutTlsIsNamedAndItsBytesAreNot() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TestClient client = TestClient.at(
                        URI.create("https://localhost:" + socket.getLocalPort()),
                        b -> b.tls(OWN_TRUST)
                                .retryPolicy(RetryPolicy.none())
                                .httpClient(transport -> transport.runOn(useNative -> LOOP)))) {
            RawServer.daemon(() -> {
                try (Socket connection = socket.accept()) {
                    RawServer.write(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
                    connection.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            StepVerifier.create(client.tokens().list())
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(TransportException.class)
                            .hasMessageContaining("the server does not speak TLS; check scheme and port")
                            .hasMessageNotContaining("485454502f"))
                    .verify(SOON);
        }
    }

    @Test
    void storesThatCannotWorkAreRefusedAtOnce() throws Exception {
        KeyStore notLoaded = KeyStore.getInstance("PKCS12");
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        KeyStore key = Certificates.keyStore(Certificates.client());
        for (KeyStore store : List.of(notLoaded, empty)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TlsOptions.create(t -> t.trustStore(store)))
                    .withMessageContaining("trust store");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TlsOptions.create(t -> t.clientCertificate(store, Certificates.PASSWORD)))
                    .withMessageContaining("key");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsOptions.create(t -> t.clientCertificate(key, "canary".toCharArray())))
                .satisfies(e -> assertThat(Traces.of(e)).doesNotContain("canary"));
    }

    @Test
    void theTunnelOfAProxyChangesNothing() {
        try (ConnectProxy proxy = ConnectProxy.start();
                RawServer good = server(Certificates.good(), false);
                RawServer bad = server(Certificates.wrongHost(), false);
                TestClient client = client(good, b -> b.tls(OWN_TRUST).proxy(through(proxy, ConnectProxy.PASSWORD)));
                TestClient astray = client(bad, b -> b.tls(OWN_TRUST).proxy(through(proxy, ConnectProxy.PASSWORD)))) {
            StepVerifier.create(client.tokens().list()).expectComplete().verify(SOON);
            assertThat(good.requests()).hasSize(2);
            assertNothingIsSent(bad, astray);
            assertThat(proxy.requests())
                    .allSatisfy(request -> assertThat(request).startsWith("CONNECT localhost:"));
        }
    }

    @Test
    void aProxyIsFoundByItsName() {
        try (ConnectProxy proxy = ConnectProxy.start();
                RawServer good = server(Certificates.good(), false);
                TestClient client = client(
                        good,
                        b -> b.tls(OWN_TRUST)
                                .proxy(ProxyOptions.create(p -> p.address(URI.create("http://localhost:"
                                                + proxy.url().getPort()))
                                        .credentials(ConnectProxy.USER, Secret.of(ConnectProxy.PASSWORD)))))) {
            StepVerifier.create(client.tokens().list()).expectComplete().verify(SOON);
            StepVerifier.create(client.tokens().list()).expectComplete().verify(SOON);
            // How many is not certain: a response is emitted before its connection is lent again.
            assertThat(proxy.requests())
                    .isNotEmpty()
                    .allMatch(request -> request.startsWith("CONNECT localhost:" + good.port() + " "));
        }
    }

    @Test
    void aProxyThatRefusesIsNamedAndItsPasswordIsNot() {
        String wrong = "wrong-canary-1b2c";
        try (ConnectProxy proxy = ConnectProxy.start();
                RawServer good = server(Certificates.good(), false);
                TestClient client = client(good, b -> b.tls(OWN_TRUST).proxy(through(proxy, wrong)))) {
            StepVerifier.create(client.tokens().list())
                    .expectErrorSatisfies(e -> {
                        assertThat(e)
                                .isInstanceOf(TransportException.class)
                                .hasMessageContaining("proxy")
                                .hasMessageContaining("(407)");
                        assertThat(((TransportException) e).isSent()).isFalse();
                        assertThat(Traces.of(e)).doesNotContain("canary", "cHJveHktdXNlcjp3cm9uZy");
                    })
                    .verify(SOON);
            assertThat(good.connections()).isZero();
        }
    }

    private static ProxyOptions through(ConnectProxy proxy, String password) {
        return ProxyOptions.create(p -> p.address(proxy.url()).credentials(ConnectProxy.USER, Secret.of(password)));
    }

    @Test
    void accessTokenIsNeverSentUnencryptedToAProxy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestClient.at(
                        URI.create("http://localhost:1"),
                        b -> b.proxy(ProxyOptions.create(p -> p.address(URI.create("http://127.0.0.1:3128"))))))
                .withMessageContaining("https");
        for (String url :
                List.of("https://p:1", "http://u:canary@p:1", "http://p", "http://p:1/x", "http://p:1?x", "p:1")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ProxyOptions.create(p -> p.address(URI.create(url))))
                    .withMessageStartingWith("the proxy's URL must")
                    .withMessageNotContaining("canary");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> ProxyOptions.create(p -> p));
        for (String user : List.of("", " ", "a:b", "a\r\nX: y")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ProxyOptions.create(p -> p.credentials(user, Secret.of("canary"))))
                    .withMessageNotContaining("canary");
        }
    }
}
