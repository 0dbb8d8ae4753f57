package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ResponseException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The client's secret, its access token and the secrets of new tokens are in no output of any success or failure. */
class SecretCanaryTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Set<String> errorTypes = new ConcurrentSkipListSet<>();

    @Test
    void noSecretIsShownAnywhere() {
        try (TraceLog log = TraceLog.start()) {
            Flux.fromIterable(answers().entrySet())
                    .flatMap(answer -> Flux.just(true, false)
                            .map(atTokenEndpoint -> Mono.defer(() -> everyCall(answer.getValue(), atTokenEndpoint))))
                    .flatMap(run -> run, 12)
                    .blockLast(SOON);
            Thread.getAllStackTraces().keySet().forEach(thread -> seen.add(thread.getName()));

            assertThat(log.lines()).hasSizeGreaterThan(1_000);
            assertThat(errorTypes)
                    .contains(
                            "AuthenticationException",
                            "BadRequestException",
                            "DeadlineExceededException",
                            "ForbiddenException",
                            "MalformedResponseException",
                            "NotFoundException",
                            "RateLimitedException",
                            "SecretLostException",
                            "ServerErrorException",
                            "TransportException",
                            "UnauthorizedException",
                            "UnexpectedStatusException");
            assertClean(log.lines());
            assertClean(seen);
            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    private static void assertClean(Collection<String> texts) {
        assertThat(texts.stream()
                        .filter(text -> Canaries.SPELLINGS.stream().anyMatch(text::contains))
                        .limit(5))
                .as("what shows a secret")
                .isEmpty();
    }

    @Test
    void whatHoldsASecretHasNoOtherFormThatShowsIt() {
        Secret secret = Secret.of(Canaries.SECRET);
        AccessToken accessToken = AccessToken.of(Canaries.ACCESS_TOKEN);
        CreatedPersonalAccessToken created = CreatedPersonalAccessToken.builder()
                .id("id")
                .name("name")
                .secret(secret)
                .build();
        assertThat(List.of(accessToken, created)).noneMatch(Serializable.class::isInstance);
        for (Object holder : List.of(secret, accessToken, created)) {
            assertClean(List.of(holder.toString(), String.valueOf(holder.hashCode())));
        }
        assertThat(secret.reveal()).isEqualTo(Canaries.SECRET);
        assertThat(accessToken.reveal()).isEqualTo(Canaries.ACCESS_TOKEN);
    }

    private Mono<Void> everyCall(RawServer.Answer answer, boolean atTokenEndpoint) {
        RawServer server = RawServer.start((request, connection) -> {
            if (request.startsWith("POST /oauth/token") == atTokenEndpoint) {
                answer.write(request, connection);
            } else {
                succeed(request, connection);
            }
        });
        SailPointClient client = SailPointClient.create(b -> {
            return TestClient.unlimited(b)
                    .baseUrl(server.url())
                    .clientCredentials(Canaries.ID, Secret.of(Canaries.SECRET))
                    .retryPolicy(RetryPolicy.standard().withBackoff(Duration.ofMillis(1), Duration.ofMillis(2)))
                    .responseTimeout(Duration.ofMillis(200))
                    .deadline(Duration.ofMillis(900))
                    .httpClient(transport -> transport
                            .wiretap(true)
                            .doOnRequest(
                                    (request, connection) -> seen.add(String.valueOf(request.currentContextView()))));
        });
        PersonalAccessTokens tokens = client.personalAccessTokens();
        BulkJob<Integer, CreatedPersonalAccessToken> job = tokens.createAll(
                Flux.just(1, 2),
                BulkOptions.create(o -> o.concurrency(2)),
                i -> CreatePersonalAccessTokenRequest.create(r -> r.name("name")));
        List<Publisher<?>> calls = List.of(
                tokens.create(r -> r.name("name")),
                tokens.list(),
                tokens.patch("id", p -> p.name("name")),
                tokens.delete("id"),
                // Its items may wait for a tenant that answers 429 for as long as it does.
                job.take(Duration.ofMillis(1300)),
                // Cancelled, here and there.
                tokens.create(r -> r.name("name")).take(Duration.ofMillis(5)),
                tokens.list().take(Duration.ofMillis(20)));
        return Flux.fromIterable(calls)
                .flatMap(call -> Flux.from(call).doOnNext(this::look).onErrorResume(this::look))
                .then()
                .then(Mono.fromRunnable(() -> {
                    look(job.getProgress());
                    look(client);
                    look(tokens);
                }))
                .then(client.disposeLater())
                .then(tokens.delete("id").onErrorResume(this::look))
                .doFinally(end -> server.close());
    }

    private void look(Object given) {
        seen.add(given.toString());
        if (given instanceof BulkOutcome<?, ?> outcome && outcome.getError() != null) {
            lookAt(outcome.getError());
        }
    }

    private <T> Mono<T> look(Throwable error) {
        return Mono.fromRunnable(() -> lookAt(error));
    }

    private void lookAt(Throwable error) {
        errorTypes.add(error.getClass().getSimpleName());
        seen.add(Traces.of(error));
        if (error instanceof SailPointException failure) {
            seen.add(failure.getCall() + " " + failure.getTexts() + failure.getDetailCode() + failure.getTrackingId());
        }
        if (error instanceof ResponseException answer) {
            seen.add(answer.getErrorResponse().toString());
        }
        seen.add(serialized(error));
    }

    private static String serialized(Throwable error) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(error);
        } catch (IOException e) {
            return "has no serialised form";
        }
        return bytes.toString(ISO_8859_1);
    }

    private static void succeed(String request, Socket connection) throws IOException {
        boolean list = request.startsWith("GET ");
        String body = request.startsWith("POST /oauth/token")
                ? "{\"access_token\":\"" + Canaries.ACCESS_TOKEN + "\",\"expires_in\":700}"
                : list ? '[' + Canaries.token() + ']' : Canaries.token();
        answer(connection, "200 OK", body);
    }

    private static void answer(Socket connection, String status, String body) throws IOException {
        RawServer.write(
                connection,
                "HTTP/1.1 " + status + "\r\n" + Canaries.headers() + "Content-Length: " + body.length() + "\r\n\r\n"
                        + body);
    }

    private static Map<String, RawServer.Answer> answers() {
        Map<String, RawServer.Answer> answers = new LinkedHashMap<>();
        answers.put("success", SecretCanaryTest::succeed);
        for (int status : new int[] {302, 400, 401, 403, 404, 409, 429, 500, 503}) {
            answers.put(
                    "status " + status,
                    (request, connection) ->
                            answer(connection, status + " no " + Canaries.ACCESS_TOKEN, Canaries.errorBody()));
        }
        String all = String.join("\n", Canaries.SPELLINGS);
        answers.put("no JSON", (request, connection) -> answer(connection, "200 OK", all));
        answers.put("bad JSON", (request, connection) -> answer(connection, "200 OK", "[{\"secret\":\"" + all));
        answers.put("bad error", (request, connection) -> answer(connection, "400 no", "{\"error\":\"" + all));
        answers.put(
                "other types",
                (request, connection) -> answer(
                        connection,
                        "200 OK",
                        Canaries.token()
                                .replace("\"id\":\"new-id\"", "\"id\":7")
                                .replace("2099", Canaries.CREATED)));
        answers.put(
                "bad bearer",
                (request, connection) -> answer(
                        connection,
                        "200 OK",
                        "{\"access_token\":\"" + Canaries.ACCESS_TOKEN + "\\r\\n\",\"expires_in\":[]}"));
        for (String head : List.of(
                Canaries.ACCESS_TOKEN + " " + Canaries.SECRET,
                "HTTP/1.1 " + Canaries.ACCESS_TOKEN,
                "HTTP/1.1 200 OK\r\nContent-Length: " + Canaries.ACCESS_TOKEN,
                "HTTP/1.1 200 OK\r\n" + Canaries.ACCESS_TOKEN + "\0: x",
                "HTTP/1.1 200 OK\r\nX: " + Canaries.ACCESS_TOKEN + "\0",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Canaries.ACCESS_TOKEN,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + Canaries.ACCESS_TOKEN)) {
            answers.put("head " + answers.size(), (request, connection) -> {
                RawServer.write(connection, head + "\r\n\r\n" + all);
                connection.close();
            });
        }
        answers.put("closed", (request, connection) -> connection.close());
        answers.put("silent", (request, connection) -> {});
        answers.put("cut off", (request, connection) -> {
            RawServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + Canaries.token());
            connection.close();
        });
        answers.put("lost", (request, connection) -> {
            if (request.startsWith("POST /beta")) {
                connection.close();
            } else {
                succeed(request, connection);
            }
        });
        return answers;
    }
}
