package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.ResponseException;
import io.github.sailpat.error.UnexpectedStatusException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A redirect could send an access token or a secret to another host. */
class RedirectTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    /** Where the redirects lead. */
    private static final RawServer ASTRAY = RawServer.start(RawServer::tenant);

    private static final List<Function<PersonalAccessTokens, Publisher<?>>> CALLS = List.of(
            PersonalAccessTokens::list,
            t -> t.create(r -> r.name("x")),
            t -> t.patch("id", p -> p.name("x")),
            t -> t.delete("id"));

    @AfterAll
    static void close() {
        ASTRAY.close();
    }

    private static List<String> locations() {
        String port = ":" + ASTRAY.port();
        return List.of(
                "http://127.0.0.1" + port + "/beta/personal-access-tokens",
                "//localhost" + port + "/oauth/token",
                "https://127.0.0.1" + port,
                "/elsewhere",
                "elsewhere",
                "?x",
                "");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 305, 307, 308, 399})
    void redirectIsAnErrorAndIsNotFollowed(int status) {
        for (String location : locations()) {
            assertIsNotFollowed(false, status, location, CALLS, UnexpectedStatusException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 305, 307, 308, 399})
    void redirectOfTheTokenEndpointIsNotFollowed(int status) {
        for (String location : locations()) {
            assertIsNotFollowed(true, status, location, CALLS.subList(0, 1), ResponseException.class);
        }
    }

    private static void assertIsNotFollowed(
            boolean atTokenEndpoint,
            int status,
            String location,
            List<Function<PersonalAccessTokens, Publisher<?>>> calls,
            Class<? extends ResponseException> type) {
        List<String> paths = new CopyOnWriteArrayList<>();
        RawServer.Answer answer = (request, connection) -> {
            boolean forBearer = request.startsWith("POST /oauth/token ");
            if (forBearer != atTokenEndpoint) {
                RawServer.tenant(request, connection);
                return;
            }
            paths.add(request.split(" ", 3)[1]);
            RawServer.write(
                    connection,
                    "HTTP/1.1 " + status + " Go\r\nLocation: " + location
                            + (status == 304 ? "" : "\r\nContent-Length: 0") + "\r\n\r\n");
        };
        try (RawServer tenant = RawServer.start(answer);
                TestClient client = TestClient.at(tenant.url(), b -> b.retryPolicy(RetryPolicy.none()))) {
            Flux.fromIterable(calls)
                    .concatMap(call -> failure(call.apply(client.tokens())))
                    .as(StepVerifier::create)
                    .thenConsumeWhile(e -> {
                        assertThat(e).isInstanceOf(type).isNotInstanceOf(AuthenticationException.class);
                        assertThat(((ResponseException) e).getStatus()).isEqualTo(status);
                        assertThat(e)
                                .hasMessageContaining(
                                        location.contains("//")
                                                ? "a redirect to " + location.replaceFirst("(?<=\\d)/.*", "")
                                                        + ", which"
                                                : "a redirect, which");
                        return true;
                    })
                    .expectComplete()
                    .verify(SOON);
            assertThat(paths)
                    .hasSize(calls.size())
                    .allSatisfy(path -> assertThat(path).matches("/oauth/token|/beta/personal-access-tokens(/id)?"));
        }
        assertThat(ASTRAY.connections()).isZero();
    }

    /** The error of a call, as a value. */
    private static Mono<Throwable> failure(Publisher<?> call) {
        return Flux.from(call)
                .then(Mono.<Throwable>error(new AssertionError("it succeeded")))
                .onErrorResume(ResponseException.class, Mono::just);
    }
}
