package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** A tenant of bare sockets whose responses a test writes, and what the tests of responses have in common. */
final class RawTenant {
    private static final Duration SOON = Duration.ofSeconds(20);

    private RawTenant() {}

    /** Answers the API's requests one after the other, the last answer again and again. */
    static RawServer api(String... answers) {
        Iterator<String> next = Arrays.asList(answers).iterator();
        return RawServer.start(new RawServer.Answer() {
            private String latest = "";

            @Override
            public synchronized void write(String request, Socket connection) throws IOException {
                if (request.startsWith("POST /oauth/token")) {
                    RawServer.tenant(request, connection);
                    return;
                }
                latest = next.hasNext() ? next.next() : latest;
                RawServer.write(connection, latest);
            }
        });
    }

    static RawServer tokenEndpoint(String answer) {
        return RawServer.start((request, connection) -> {
            if (request.startsWith("POST /oauth/token")) {
                RawServer.write(connection, answer);
            } else {
                RawServer.tenant(request, connection);
            }
        });
    }

    static String answer(int status, String contentType, String body) {
        return "HTTP/1.1 " + status + " Status\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                + body.getBytes(ISO_8859_1).length + "\r\n\r\n" + body;
    }

    static String json(int status, String body) {
        return answer(status, "application/json", body);
    }

    static TestClient client(RawServer server) {
        return client(server, UnaryOperator.identity());
    }

    static TestClient client(RawServer server, UnaryOperator<SailPointClient.Builder> customizer) {
        RetryPolicy fast = RetryPolicy.standard().withBackoff(Duration.ofMillis(1), Duration.ofMillis(10));
        return TestClient.at(
                server.url(), b -> customizer.apply(TestClient.unlimited(b).retryPolicy(fast)));
    }

    static Publisher<?> call(String operation, PersonalAccessTokens tokens) {
        return switch (operation) {
            case "create" -> tokens.create(r -> r.name("new"));
            case "patch" -> tokens.patch("an-id", p -> p.name("new"));
            case "delete" -> tokens.delete("an-id");
            default -> tokens.list();
        };
    }

    static <E extends SailPointException> E failure(Publisher<?> call, Class<E> type) {
        SailPointException[] caught = new SailPointException[1];
        StepVerifier.create(Flux.from(call).then())
                .expectErrorSatisfies(e -> {
                    assertThat(e).isInstanceOf(type);
                    caught[0] = (SailPointException) e;
                })
                .verify(SOON);
        return type.cast(caught[0]);
    }

    static long requests(RawServer server, String begin) {
        return server.requests().stream()
                .filter(request -> request.startsWith(begin))
                .count();
    }
}
