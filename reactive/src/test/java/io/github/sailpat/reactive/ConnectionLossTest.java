package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** The server closes idle connections of the pool just when they are used. */
class ConnectionLossTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CALLS = 400;
    private static final int PARALLEL = 16;

    /** Answers as {@link RawServer#tenant} does, and ends the connection a moment later. */
    private static RawServer dying(boolean reset, int millis) {
        return RawServer.start((request, connection) -> {
            if (request.startsWith("DELETE")) {
                RawServer.write(connection, "HTTP/1.1 204 No Content\r\n\r\n");
            } else {
                RawServer.tenant(request, connection);
            }
            RawServer.daemon(() -> end(connection, reset, millis));
        });
    }

    private static void end(Socket connection, boolean reset, int millis) {
        try {
            Thread.sleep(millis);
            if (reset) {
                connection.setSoLinger(true, 0);
            }
            connection.close();
        } catch (IOException | InterruptedException gone) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 2", "true, 10", "false, 2", "false, 10"})
    void readsAndDeletesRecoverFromClosedConnections(boolean reset, int millis) {
        // On a busy machine, a reset may also discard the response on a new connection, which was not read in time.
        RetryPolicy patient = RetryPolicy.standard().withMaxAttempts(10);
        try (RawServer server = dying(reset, millis);
                TestClient client =
                        TestClient.at(server.url(), b -> TestClient.unlimited(b).retryPolicy(patient))) {
            Flux<Object> calls = Flux.range(0, CALLS)
                    .flatMap(
                            i -> i % 2 == 0
                                    ? client.tokens().list().then()
                                    : client.tokens().delete("id-" + i),
                            PARALLEL);

            StepVerifier.create(calls).expectComplete().verify(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"})
    void aBodyThatA204ShouldNotHaveHarmsNoOtherCall(String rest) {
        try (RawServer server = RawServer.start((request, connection) -> {
                    if (request.startsWith("DELETE")) {
                        RawServer.write(connection, "HTTP/1.1 204 No Content\r\n" + rest);
                    } else {
                        RawServer.tenant(request, connection);
                    }
                });
                TestClient client = TestClient.at(server.url(), TestClient::unlimited)) {
            Flux<Void> deletes =
                    Flux.range(0, 50).concatMap(i -> client.tokens().delete("id-" + i));

            StepVerifier.create(deletes).expectComplete().verify(SOON);
            assertThat(server.requests().stream().filter(r -> r.startsWith("DELETE")))
                    .hasSize(50);
        }
    }
}
