package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.Secret;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** Behind a proxy: whose DNS is asked, and what a refusal says. */
class ProxyFailureExceptionTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** RFC 6761 section 6.4: no DNS has it. */
    private static final URI TENANT = URI.create("https://tenant.invalid");

    private static final EventLoopGroup LOOP = BlockingEventLoop.create();

    @AfterAll
    static void close() {
        BlockingEventLoop.close(LOOP);
    }

    private static TestClient client(URI proxy, UnaryOperator<SailPointClient.Builder> customizer) {
        return client(ProxyOptions.create(p -> p.address(proxy)), customizer);
    }

    private static TestClient client(ProxyOptions proxy, UnaryOperator<SailPointClient.Builder> customizer) {
        return TestClient.at(
                TENANT,
                b -> customizer.apply(b.retryPolicy(RetryPolicy.none())
                        .proxy(proxy)
                        .httpClient(transport -> transport.runOn(useNative -> LOOP))));
    }

    @Test
    void theTenantsNameIsResolvedByTheProxy() {
        AtomicInteger lookups = new AtomicInteger();
        try (RawServer tenant = RawServer.start(
                        Certificates.serverSocket(Certificates.goodFor("tenant.invalid"), false), RawServer::tenant);
                ConnectProxy proxy = ConnectProxy.openTo(tenant.port());
                TestClient client = client(
                        proxy.url(),
                        b -> b.tls(TlsOptions.create(t -> t.trustStore(Certificates.trustStore())))
                                .httpClient(transport -> transport
                                        .runOn(useNative -> LOOP)
                                        .doOnResolve(connection -> lookups.incrementAndGet())))) {
            StepVerifier.create(client.tokens().list()).expectComplete().verify(SOON);

            assertThat(tenant.requests()).hasSize(2);
            assertThat(proxy.requests())
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request).startsWith("CONNECT tenant.invalid:443 HTTP/1.1\r\n"));
            assertThat(lookups).hasValue(0);
        }
    }

    static Stream<Arguments> challenges() {
        return Stream.of(
                arguments(List.of("NTLM"), "requires authentication by NTLM (407), which is not supported"),
                arguments(
                        List.of("Negotiate", "NTLM TlRMTVNTUAACAAAA"),
                        "requires authentication by NTLM or Negotiate (407), which is not supported"),
                arguments(
                        List.of("Digest realm=\"a, Basic b\", qop=\"auth\", nonce=x, negotiate"),
                        "requires authentication by Digest or Negotiate (407)"),
                arguments(List.of("Kanary x"), "requires authentication by another scheme (407)"),
                arguments(
                        List.of("Negotiate", "basic realm=\"x\""),
                        "requires credentials by Basic authentication (407)"),
                arguments(List.of(), "requires credentials, and does not say by which scheme (407)"));
    }

    @ParameterizedTest
    @MethodSource("challenges")
    void a407NamesTheProxyAndTheSchemeAndNothingWasSent(List<String> challenges, String told) {
        StringBuilder headers = new StringBuilder();
        challenges.forEach(
                each -> headers.append("Proxy-Authenticate: ").append(each).append("\r\n"));
        try (RawServer proxy = refusing("407 Proxy Authentication Required", headers.toString());
                TestClient client = client(proxy.url(), UnaryOperator.identity())) {
            assertNothingWasSent(client, "the proxy 127.0.0.1:" + proxy.port() + ' ' + told, "Kanary");
        }
    }

    @Test
    void refusedCredentialsDifferFromMissingOnes() {
        try (RawServer proxy = refusing("407 No", "Proxy-Authenticate: Basic realm=\"x\"\r\n");
                TestClient client = client(
                        ProxyOptions.create(p -> p.address(proxy.url()).credentials("user", Secret.of("proxy-canary"))),
                        UnaryOperator.identity())) {
            assertNothingWasSent(client, "refused the credentials by Basic authentication (407)", "canary");
        }
    }

    @Test
    void a407OfACreateIsTriedAgain() {
        try (RawServer proxy = refusing("407 No", "Proxy-Authenticate: NTLM\r\n");
                TestClient client = client(
                        proxy.url(),
                        b -> b.retryPolicy(RetryPolicy.standard()
                                .withMaxAttempts(2)
                                .withBackoff(Duration.ofMillis(1), Duration.ofMillis(2))))) {
            assertNothingWasSent(client, "NTLM", "canary");
            assertThat(proxy.requests()).hasSize(2);
        }
    }

    @Test
    void aProxyThatForbidsTheTunnelIsNamedWithItsStatus() {
        try (RawServer proxy = refusing("403 Forbidden", "");
                TestClient client = client(proxy.url(), UnaryOperator.identity())) {
            assertNothingWasSent(
                    client, "the proxy 127.0.0.1:" + proxy.port() + " did not open a tunnel (403)", "canary");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9", "http://proxy.invalid:3128"})
    void aProxyThatIsNotThereIsNamed(URI proxy) {
        try (TestClient client = client(proxy, UnaryOperator.identity())) {
            assertNothingWasSent(client, "the proxy " + proxy.getAuthority(), "canary");
        }
    }

    private static RawServer refusing(String status, String headers) {
        return RawServer.start((request, connection) -> {
            RawServer.write(connection, "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n");
            connection.close();
        });
    }

    /** A create is the call that would be ambiguous otherwise. */
    private static void assertNothingWasSent(TestClient client, String told, String untold) {
        StepVerifier.create(client.tokens().create(r -> r.name("x")))
                .expectErrorSatisfies(e -> {
                    assertThat(e)
                            .isInstanceOf(TransportException.class)
                            .hasMessageContaining(told)
                            .hasMessageContaining("nothing was sent");
                    assertThat(((TransportException) e).isSent()).isFalse();
                    assertThat(Traces.of(e)).doesNotContain(untold);
                })
                .verify(SOON);
    }
}
