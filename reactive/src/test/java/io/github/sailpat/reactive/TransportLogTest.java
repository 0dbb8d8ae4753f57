package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the loggers of access tokens and of connections log. */
class TransportLogTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String TOKEN = "DEBUG io.github.sailpat.token";
    private static final String CONNECTION = "DEBUG io.github.sailpat.connection";

    private static List<String> linesOf(TraceLog log, String topic) {
        return log.lines().stream().filter(line -> line.startsWith(topic)).toList();
    }

    @Test
    void eachFetchOfAnAccessTokenIsOneLineWithDurationAndExpiry() {
        try (TraceLog log = TraceLog.start();
                RawServer server = RawServer.start(RawServer::tenant);
                TestClient client = TestClient.at(server.url(), b -> b.retryPolicy(RetryPolicy.none()))) {
            client.tokens().list().blockLast(TIMEOUT);
            client.tokens().list().blockLast(TIMEOUT);

            assertThat(linesOf(log, TOKEN))
                    .singleElement()
                    .asString()
                    .containsPattern("POST /oauth/token: access token fetched in \\d+ ms, expires_in 700 s")
                    .doesNotContain("a-bearer");
        }
    }

    @Test
    void failedFetchOfAnAccessTokenIsOneLineWithTheError() {
        try (TraceLog log = TraceLog.start();
                RawServer server = RawServer.start((request, connection) -> RawServer.write(
                        connection, "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\ndown"));
                TestClient client = TestClient.at(server.url(), b -> b.retryPolicy(RetryPolicy.none()))) {
            assertThat(catchThrowable(() -> client.tokens().list().blockLast(TIMEOUT)))
                    .isNotNull();

            assertThat(linesOf(log, TOKEN))
                    .singleElement()
                    .asString()
                    .containsPattern("POST /oauth/token: fetch of an access token failed after \\d+ ms: .*500.*down");
        }
    }

    @Test
    void connectionsAreLoggedWhenTheyOpenAndClose() {
        try (TraceLog log = TraceLog.start();
                RawServer server = RawServer.start(RawServer::tenant)) {
            try (TestClient client = TestClient.at(server.url(), b -> b.retryPolicy(RetryPolicy.none()))) {
                client.tokens().list().blockLast(TIMEOUT);
            }

            List<String> lines = linesOf(log, CONNECTION);
            assertThat(lines).filteredOn(line -> line.contains(": opening")).isNotEmpty();
            assertThat(lines).filteredOn(line -> line.contains(": closed")).isNotEmpty();
        }
    }
}
