package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.util.context.Context;

/** What an application's transport adds to one call says something about that call, and nothing about the next. */
class TransportTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static List<String> twoLists(UnaryOperator<HttpClient> transport) {
        try (RawServer server = RawServer.start(RawServer::tenant);
                TestClient client =
                        TestClient.at(server.url(), b -> TestClient.unlimited(b).httpClient(transport))) {
            client.tokens().list().contextWrite(Context.of("user", "alice")).blockLast(SOON);
            client.tokens().list().blockLast(SOON);
            return server.requests().stream()
                    .filter(request -> request.startsWith("GET"))
                    .toList();
        }
    }

    @Test
    void aHeaderOfOneCallIsNotSentWithTheNext() {
        List<String> requests = twoLists(transport -> transport.headersWhen(headers -> Mono.deferContextual(
                context -> Mono.just(headers.add("X-User", context.getOrDefault("user", "nobody"))))));

        assertThat(requests).hasSize(2);
        assertThat(requests.get(0)).contains("alice").doesNotContain("nobody");
        assertThat(requests.get(1)).contains("nobody").doesNotContain("alice");
    }

    @Test
    void transportThatLosesTheContextStillWorks() {
        assertThat(twoLists(transport ->
                        transport.mapConnect(connecting -> connecting.contextWrite(context -> Context.empty()))))
                .hasSize(2);
    }
}
