package io.github.sailpat.sandbox;

import static io.github.sailpat.sandbox.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sailpat.sandbox.RawConnection.End;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.ChannelBindException;

class TenantTest {

    private final SandboxTenant tenant =
            SandboxTenant.start(options -> options.tokens(10).recordLast(5).rateLimit(3, Duration.ofMillis(1500)));
    private final TestClient client = TestClient.of(tenant);

    @AfterEach
    void close() {
        tenant.close();
    }

    @Test
    void deleteIsFinal() {
        SandboxToken token = tenant.getLedger().getTokens().get(0);

        HttpResponse<String> first = client.delete("beta", token.id());
        HttpResponse<String> second = client.delete("beta", token.id());

        assertThat(first.statusCode()).isEqualTo(204);
        assertThat(first.body()).isEmpty();
        assertThat(second.statusCode()).isEqualTo(404);
        assertThat(json(second).path("detailCode").asText()).startsWith("404");
        assertThat(tenant.getLedger().getDeletesApplied()).isEqualTo(1);
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(token.id());
        assertThat(tenant.getLedger().findById(token.id())).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /beta/personal-access-tokens/x,   405",
        "PUT,    /v3/personal-access-tokens,       405",
        "GET,    /oauth/token,                     405",
        "GET,    /v1/personal-access-tokens,       404",
        "GET,    /personal-access-tokens/v3,       404",
        "GET,    /v2023/personal-access-tokens,    404",
        "GET,    /,                                404",
        "DELETE, /beta/personal-access-tokens/,    404",
        "DELETE, /beta/personal-access-tokens/a/b, 404",
        "DELETE, /beta/personal-access-tokens/a%2Fb%3F+%25, 404"
    })
    void whatDoesNotExistIsSaidSo(String method, String path, int status) {
        HttpResponse<String> response = client.send(method, path, null, request -> {});

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).path("detailCode").asText()).startsWith(Integer.toString(status));
    }

    @Test
    void anIdIsDecodedOnce() {
        tenant.addToken("odd", token -> token.withId("a/b%2F+?"));

        assertThat(client.delete("v1", "a%2Fb%252F+%3F").statusCode()).isEqualTo(204);
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly("a/b%2F+?");
    }

    @Test
    void withoutABearerNothingIsShown() {
        HttpResponse<String> response = new TestClient(tenant).list("beta", "");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("{\"error\":\"JWT validation failed: JWT is expired\"}");
    }

    @Test
    void theRateIsLimitedForEachClientAndVersion() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            assertThat(client.list("beta", "").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = client.list("beta", "");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("{\"message\":\" Rate Limit Exceeded \"}");
        assertThat(refused.headers().firstValue("retry-after"))
                .hasValueSatisfying(seconds -> assertThat(seconds).isIn("1", "2"));
        assertThat(TestClient.of(tenant).list("beta", "").statusCode()).isEqualTo(429);
        assertThat(client.list("v3", "").statusCode()).isEqualTo(200);
        SandboxToken other = tenant.addToken("other");
        assertThat(new TestClient(tenant)
                        .signIn(other.id(), other.secret())
                        .list("beta", "")
                        .statusCode())
                .isEqualTo(200);

        Thread.sleep(1000L
                * Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()));

        assertThat(client.list("beta", "").statusCode()).isEqualTo(200);
    }

    @Test
    void theLedgerRemembersTheLatestRequestsAndCountsAll() {
        for (int i = 0; i < 7; i++) {
            client.delete("v3", "none" + i);
        }
        client.create("v2024", "{\"name\":\"n\",\"x\":\"é\"}");

        Ledger ledger = tenant.getLedger();
        assertThat(ledger.count(Operation.DELETE)).isEqualTo(7);
        assertThat(ledger.count(Operation.ANY)).isEqualTo(9);
        List<SandboxRequest> requests = ledger.getRequests();
        assertThat(requests).extracting(SandboxRequest::operation).hasSize(5).endsWith(Operation.CREATE);
        SandboxRequest create = requests.get(4);
        assertThat(create.body()).isEqualTo("{\"name\":\"n\",\"x\":\"é\"}");
        assertThat(create.header("Content-Type")).isEqualTo("application/json");
        assertThat(create.headers()).containsKey("authorization");
        assertThat(create.apiVersion()).isEqualTo("v2024");
        assertThat(create.status()).isEqualTo(200);
        assertThat(create.connectionId()).isEqualTo(requests.get(3).connectionId());
        assertThat(create.arrival()).isGreaterThan(requests.get(3).arrival());
        assertThat(requests.get(3).tokenId()).isEqualTo("none6");
        assertThat(create.toString()).doesNotContain(client.bearer());

        ledger.clear();

        assertThat(ledger.count(Operation.ANY)).isZero();
        assertThat(ledger.getRequests()).isEmpty();
        assertThat(ledger.getTokens()).hasSize(11);
    }

    @Test
    void latencyAndIdleConnections() throws IOException {
        try (SandboxTenant slow = SandboxTenant.start(
                options -> options.latency(Duration.ofMillis(100)).closeIdleConnectionsAfter(Duration.ofSeconds(1)))) {
            long start = System.nanoTime();
            String bearer = TestClient.of(slow).bearer();
            assertThat(System.nanoTime() - start).isGreaterThan(100_000_000L);

            try (RawConnection connection = new RawConnection(slow)) {
                RawConnection.Received received = connection.list(bearer).receive(Duration.ofSeconds(10));

                assertThat(received.head()).startsWith("HTTP/1.1 200");
                assertThat(received.end()).isEqualTo(End.CLOSED);
            }
        }
    }

    @Test
    @Timeout(10)
    void connectionsAreCountedWhileTheyAreOpen() throws Exception {
        try (SandboxTenant quiet = SandboxTenant.start(options -> options.tokens(0))) {
            assertThat(quiet.getOpenConnections()).isZero();
            try (RawConnection one = new RawConnection(quiet);
                    RawConnection two = new RawConnection(quiet)) {
                awaitOpenConnections(quiet, 2);
                one.close();
                awaitOpenConnections(quiet, 1);
            }
            awaitOpenConnections(quiet, 0);
        }
    }

    private static void awaitOpenConnections(SandboxTenant tenant, int count) throws InterruptedException {
        while (tenant.getOpenConnections() != count) {
            Thread.sleep(5);
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        assertThat(client.create("beta", "{\"name\":\"" + "x".repeat(1_100_000) + "\"}")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void closeEndsThreadsAndConnectionsAndMayBeRepeated() throws IOException, InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        SandboxTenant other = SandboxTenant.start();
        TestClient signedIn = TestClient.of(other);
        try (RawConnection connection = new RawConnection(other)) {
            assertThat(newLoops(before)).isNotEmpty();

            other.close();
            other.close();

            assertThat(connection.receive(Duration.ofSeconds(5)).end()).isNotEqualTo(End.OPEN);
            for (Thread loop : newLoops(before)) {
                loop.join(5_000); // it says that it has ended while it still ends
            }
            assertThat(newLoops(before)).isEmpty();
            assertThatThrownBy(() -> signedIn.list("beta", "")).hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void aPortThatIsTakenIsAnError() {
        int port = tenant.getBaseUrl().getPort();

        assertThatThrownBy(() -> SandboxTenant.start(options -> options.port(port)))
                .isInstanceOf(ChannelBindException.class);
    }

    private static List<Thread> newLoops(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sandbox-tenant") && !before.contains(thread))
                .toList();
    }

    @Test
    void optionsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> SandboxTenant.start(options -> options.port(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port must be between 0 and 65535, but is -1");
    }

    @Test
    void aHundredThousandTokensAreNoBurden() {
        try (SandboxTenant large = SandboxTenant.start(options -> options.tokens(100_000))) {
            TestClient signedIn = TestClient.of(large);
            assertThat(signedIn.create("beta", "{\"name\":\"one more\"}").statusCode())
                    .isEqualTo(200);
            assertThat(json(signedIn.list("beta", ""))).hasSize(100_001);
        }
    }
}
