package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What counts is how long nothing comes, on a connection that has served other calls before. */
class ResponseTimeoutHandlerTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofMillis(600);
    private static final Duration SHORT = TIMEOUT.dividedBy(2);

    private static TestClient client(RawServer server) {
        return TestClient.authorizedAt(
                server.url(),
                b -> TestClient.unlimited(b).responseTimeout(TIMEOUT).retryPolicy(RetryPolicy.none()));
    }

    /** An answer that comes piece by piece. */
    private static RawServer answering(String... pieces) {
        return RawServer.start((request, connection) -> {
            if (request.startsWith("POST /oauth/token")) {
                RawServer.tenant(request, connection);
            } else {
                for (String piece : pieces) {
                    pause();
                    RawServer.write(connection, piece);
                }
                if (pieces.length == 0) {
                    connection.getInputStream().read(); // until the client has had enough
                }
            }
        });
    }

    private static void pause() {
        Mono.delay(SHORT).block(SOON);
    }

    @Test
    void slowResponseIsWaitedForWhileDataArrives() {
        try (RawServer server = answering(
                        "HTTP/1.1 200 OK\r\n",
                        "Content-Length: 54\r\n",
                        "\r\n",
                        "{\"id\":\"1\",",
                        "\"name\":\"a\",",
                        "\"created\":\"2026-01-01T00:00:00Z\"}");
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().patch("1", p -> p.name("a")))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Test
    void interimResponseRestartsTheTimeout() {
        try (RawServer server = answering(
                        "HTTP/1.1 102 Processing\r\n\r\n",
                        "HTTP/1.1 102 Processing\r\n\r\n",
                        "HTTP/1.1 102 Processing\r\n\r\n",
                        "HTTP/1.1 204 No Content\r\n\r\n");
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().delete("1")).expectComplete().verify(SOON);
        }
    }

    @Test
    void eachCallOnAConnectionHasTheWholeTime() {
        try (RawServer server = answering("HTTP/1.1 204 No Content\r\n\r\n");
                TestClient client = client(server)) {
            StepVerifier.create(Flux.range(0, 5)
                            .concatMap(call -> client.tokens().delete("1").then(Mono.delay(SHORT.dividedBy(3)))))
                    .expectNextCount(5)
                    .expectComplete()
                    .verify(SOON);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void missingResponseIsATimeoutError() {
        try (RawServer server = answering();
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().delete("1"))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(TransportException.class)
                            .hasMessageContaining("response timeout: no byte for " + TIMEOUT.toMillis() + " ms"))
                    .verify(SOON);
        }
    }

    @Test
    void stalledBodyIsATimeoutError() {
        try (RawServer server = RawServer.start((request, connection) -> {
                    if (request.startsWith("POST /oauth/token")) {
                        RawServer.tenant(request, connection);
                    } else {
                        RawServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"id\":");
                        connection.getInputStream().read();
                    }
                });
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().patch("1", p -> p.name("a")))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(TransportException.class)
                            .hasMessageContaining("response timeout: no byte for " + TIMEOUT.toMillis() + " ms"))
                    .verify(SOON);
        }
    }
}
