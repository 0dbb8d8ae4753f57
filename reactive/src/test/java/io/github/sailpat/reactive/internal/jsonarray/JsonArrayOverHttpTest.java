package io.github.sailpat.reactive.internal.jsonarray;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

/** Over Reactor Netty: buffers are released, and the connection returns to its pool. */
class JsonArrayOverHttpTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(routes -> routes.get(
                            "/large",
                            (request, response) -> response.sendString(Flux.concat(
                                    Flux.just("["),
                                    Flux.range(0, 50_000).map(i -> (i == 0 ? "" : ",") + "{\"a\":" + i + "}"),
                                    Flux.just("]"))))
                    .get("/small", (request, response) -> response.sendString(Flux.just("[{\"a\":1},{\"a\":2}]"))))
            .bindNow(SOON);
    private final ConnectionProvider pool = ConnectionProvider.create("list", 1);
    private final AtomicReference<Connection> last = new AtomicReference<>();
    private final HttpClient client =
            HttpClient.create(pool).host("127.0.0.1").port(server.port()).doOnConnected(last::set);

    @AfterEach
    void close() {
        pool.disposeLater().block(SOON);
        server.disposeNow(SOON);
    }

    private Flux<String> elements(String path) {
        return client.get().uri(path).response((response, body) -> Fixtures.decode(body));
    }

    @Test
    void allElementsOfALargeBodyAreEmitted() {
        StepVerifier.create(elements("/large"), 1)
                .expectNext("{ a=0 }")
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(49_999)
                .expectComplete()
                .verify(SOON);
    }

    @RepeatedTest(value = 20, failureThreshold = 1)
    void takeClosesTheConnectionAndThePoolCanOpenAnother() {
        StepVerifier.create(elements("/large").take(5))
                .expectNextCount(5)
                .expectComplete()
                .verify(SOON);
        assertThat(last.get()).satisfies(connection -> connection.onDispose().block(SOON));
        StepVerifier.create(elements("/small"))
                .expectNextCount(2)
                .expectComplete()
                .verify(SOON);
    }

    /** The body is read to its end without demand, so a call for each element can use the only connection. */
    @Test
    void smallArrayReleasesItsConnectionBeforeAllElementsAreConsumed() {
        StepVerifier.create(elements("/small").concatMap(element -> elements("/small")))
                .expectNextCount(4)
                .expectComplete()
                .verify(SOON);
    }
}
