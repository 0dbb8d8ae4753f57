package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.RawTenant.answer;
import static io.github.sailpat.reactive.RawTenant.api;
import static io.github.sailpat.reactive.RawTenant.call;
import static io.github.sailpat.reactive.RawTenant.client;
import static io.github.sailpat.reactive.RawTenant.failure;
import static io.github.sailpat.reactive.RawTenant.json;
import static io.github.sailpat.reactive.RawTenant.requests;
import static io.github.sailpat.reactive.RawTenant.tokenEndpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnexpectedStatusException;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What each operation accepts as its success, and what becomes of every other 2xx. */
class SuccessResponseTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String HTML = "<html><title>Guest Wi-Fi login</title></html>";
    private static final String TOKEN = "{\"id\":\"an-id\",\"name\":\"new\",\"created\":\"2026-01-01T00:00:00Z\"}";
    private static final String CREATED = "{\"id\":\"an-id\",\"secret\":\"a-secret\"}";
    private static final List<String> OPERATIONS = List.of("create", "list", "patch", "delete");

    static final List<String> DELETED = List.of(
            "HTTP/1.1 204 No Content\r\n\r\n",
            json(200, ""),
            answer(200, "text/html", ""),
            json(200, "{}"),
            json(200, " {\"deleted\":[true]}\r\n"),
            answer(200, "text/plain", "null"),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

    @ParameterizedTest
    @FieldSource("DELETED")
    void aDeleteSucceedsWith204OrWith200AndABodyThatIsEmptyOrJson(String answer) {
        try (RawServer server = api(answer);
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().delete("an-id"))
                    .expectComplete()
                    .verify(SOON);
            StepVerifier.create(client.tokens().delete("an-id"))
                    .expectComplete()
                    .verify(SOON);

            assertThat(requests(server, "DELETE")).isEqualTo(2);
            assertThat(server.connections()).as("connections are kept").isLessThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"an-id\",\"name\":\"new\"}",
                "{\"id\":\"an-id\",\"secret\":null}",
                "{\"id\":\"an-id\",\"secret\":\"half"
            })
    void aCreateWhoseResponseHasTheIdOnlyIsNotSentAgain(String body) {
        try (RawServer server = api(json(200, body), json(200, "[]"));
                TestClient client = client(server)) {
            SecretLostException lost = failure(client.tokens().create(r -> r.name("new")), SecretLostException.class);

            assertThat(lost.getId()).isEqualTo("an-id");
            assertThat(requests(server, "POST /beta")).isEqualTo(1);
        }
    }

    @Test
    void textThatIsNoIdIsNotTakenForTheIdOfTheCreatedToken() {
        try (RawServer server = api(json(200, "{\"id\":\"a text, and no id\",\"name\":\"new\"}"), json(200, "[]"));
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            MalformedResponseException malformed =
                    failure(client.tokens().create(r -> r.name("new")), MalformedResponseException.class);

            assertThat(malformed).hasMessageNotContaining("a text");
        }
    }

    static Stream<Arguments> notDeleted() {
        return Stream.concat(
                Stream.of(201, 202, 203, 205, 206, 207, 299)
                        .flatMap(status -> Stream.of("", "{}", HTML).map(body -> Arguments.of(status, body))),
                Stream.of(
                                HTML,
                                "deleted",
                                "{}\n{}\n",
                                "{\"deleted\":",
                                "\u0000",
                                "[1,]",
                                "{\"error\":\"invalid_token\"}",
                                "{\"trackingId\":\"t\",\"detailCode\":\"401\"}",
                                "{\"title\":\"nope\",\"status\":403}",
                                "{\"timestamp\":\"t\",\"status\":500,\"path\":\"/\"}")
                        .map(body -> Arguments.of(200, body)));
    }

    @ParameterizedTest
    @MethodSource("notDeleted")
    void anyOtherSuccessOfADeleteIsMalformedAndTriedAgain(int status, String body) {
        try (RawServer server = api(answer(status, "text/html", body));
                TestClient client = client(server)) {
            MalformedResponseException e = failure(client.tokens().delete("an-id"), MalformedResponseException.class);

            assertThat(e.getStatus()).isEqualTo(status);
            assertThat(e.getAttempts()).isEqualTo(3);
            assertThat(e).hasMessageContaining("it may have been applied");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/problem+json", "Application/Problem+JSON; charset=utf-8"})
    void problemDetailsAreNoSuccessOfADelete(String mediaType) {
        try (RawServer server = api(answer(200, mediaType, "{\"title\":\"Not allowed\"}"));
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            failure(client.tokens().delete("an-id"), MalformedResponseException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202})
    void aDeleteInDoubtIsSettledBy404OnTheRepeat(int status) {
        try (RawServer server = api(answer(status, "text/html", HTML), json(404, "{}"));
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().delete("an-id"))
                    .expectComplete()
                    .verify(SOON);

            assertThat(requests(server, "DELETE")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {HTML, "404 page not found", "{\"message\":\"no Route matched with those values\"}"})
    void aDeleteInDoubtIsNotSettledByA404OfAGateway(String body) {
        try (RawServer server = api(answer(202, "text/html", HTML), answer(404, "text/plain", body));
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().delete("an-id"))
                    .expectError(NotFoundException.class)
                    .verify(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 203, 206, 299})
    void bulkJobDoesNotCountMalformedDeletesAsSucceeded(int status) {
        try (RawServer server = api(answer(status, "text/html", HTML));
                TestClient client = client(server)) {
            var outcomes =
                    Outcomes.of(client.tokens().deleteAll(Flux.range(0, 5), BulkOptions.standard(), i -> "id-" + i));

            Outcomes.assertOneEach(outcomes, 5);
            assertThat(outcomes).allSatisfy(outcome -> {
                assertThat(outcome).isInstanceOf(BulkOutcome.Unknown.class);
                assertThat(outcome.getError()).isInstanceOf(MalformedResponseException.class);
            });
        }
    }

    @Test
    void theBodyOfADeleteIsReadUpToALimit() {
        try (RawServer server = api("HTTP/1.1 200 OK\r\n\r\n" + " ".repeat(3 << 20));
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            assertThat(failure(client.tokens().delete("an-id"), MalformedResponseException.class))
                    .hasMessageContaining("longer than 1,048,576 bytes");
        }
    }

    @Test
    void theBodyOfADeleteIsReadForALimitedTime() {
        try (RawServer server = RawServer.start((request, connection) -> {
                    if (request.startsWith("POST /oauth/token")) {
                        RawServer.tenant(request, connection);
                        return;
                    }
                    RawServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                    while (true) {
                        RawServer.write(connection, " ");
                        pause();
                    }
                });
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            TransportException e = failure(client.tokens().delete("an-id"), TransportException.class);

            assertThat(e.isSent()).isTrue();
            assertThat(e).hasMessageContaining("the body did not end within 5 s");
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 203, 206, 299})
    void aPatchSucceedsWith200Alone(int status) {
        try (RawServer server = api(json(status, TOKEN), json(200, TOKEN));
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().patch("an-id", p -> p.name("new")))
                    .expectNextMatches(token -> token.getName().equals("new"))
                    .expectComplete()
                    .verify(SOON);
            assertThat(requests(server, "PATCH")).isEqualTo(2);
        }
    }

    static Stream<Arguments> notAToken() {
        return Stream.of(
                Arguments.of("text/html", HTML),
                Arguments.of("text/html", ""),
                Arguments.of("application/x-ndjson", TOKEN + "\n" + TOKEN),
                Arguments.of("application/json", "[" + TOKEN + "]"),
                Arguments.of("application/json", "\"deleted\""),
                Arguments.of("application/json", "{}"));
    }

    @ParameterizedTest
    @MethodSource("notAToken")
    void aPatchIsNotDoneByAnyOtherBody(String type, String body) {
        try (RawServer server = api(answer(200, type, body));
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            failure(client.tokens().patch("an-id", p -> p.name("new")), MalformedResponseException.class);
        }
    }

    @Test
    void aPatchThatIsNotIdempotentIsNotRepeatedAfterAMalformedSuccess() {
        try (RawServer server = api(json(202, TOKEN));
                TestClient client = client(server)) {
            JsonPatch patch = JsonPatch.create(p -> p.test("/name", "old").replace("/name", "new"));

            assertThat(failure(client.tokens().patch("an-id", patch), MalformedResponseException.class))
                    .hasMessageContaining("it may have been applied");
            assertThat(requests(server, "PATCH")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 203, 206, 299})
    void aCreateSucceedsWithAnyStatusOf2xxIfIdAndSecretAreThere(int status) {
        try (RawServer server = api(answer(status, "text/html", CREATED));
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().create(r -> r.name("new")))
                    .expectNextMatches(token -> token.getSecret().reveal().equals("a-secret"))
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void aCreateWithoutThemIsReconciled(int status) {
        String wrong = status == 204 ? "HTTP/1.1 204 No Content\r\n\r\n" : answer(status, "text/html", HTML);
        String found = "[{\"id\":\"orphan\",\"name\":\"new\",\"created\":\""
                + Instant.now().plusSeconds(60) + "\"}]";
        try (RawServer server = api(wrong, json(200, found));
                TestClient client = client(server)) {
            assertThat(failure(client.tokens().create(r -> r.name("new")), SecretLostException.class)
                            .getId())
                    .isEqualTo("orphan");
        }
        try (RawServer server = api(wrong, json(200, "[]"), json(200, CREATED));
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().create(r -> r.name("new")))
                    .expectNextMatches(token -> token.getSecret().reveal().equals("a-secret"))
                    .expectComplete()
                    .verify(SOON);
            assertThat(requests(server, "POST /beta")).isEqualTo(2);
        }
    }

    static Stream<Arguments> notAList() {
        return Stream.of(
                Arguments.of(201, "[]"),
                Arguments.of(202, "[]"),
                Arguments.of(203, "[]"),
                Arguments.of(206, "[" + TOKEN + "]"),
                Arguments.of(299, "[]"),
                Arguments.of(200, ""),
                Arguments.of(200, HTML),
                Arguments.of(200, TOKEN + "\n" + TOKEN),
                Arguments.of(200, "{\"items\":[]}"),
                Arguments.of(200, "[]\n[]"));
    }

    @ParameterizedTest
    @MethodSource("notAList")
    void aListSucceedsWith200AndOneArrayAlone(int status, String body) {
        try (RawServer server = api(json(status, body));
                TestClient client = client(server)) {
            assertThat(failure(client.tokens().list().map(PersonalAccessToken::getId), MalformedResponseException.class)
                            .getStatus())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({"create, 302", "list, 301", "patch, 307", "delete, 303", "delete, 304", "list, 300"})
    void aRedirectIsNoSuccess(String operation, int status) {
        try (RawServer server = api(answer(status, "text/html", HTML));
                TestClient client = client(server)) {
            assertThat(failure(call(operation, client.tokens()), UnexpectedStatusException.class)
                            .getStatus())
                    .isEqualTo(status);
            assertThat(server.requests()).hasSize(2);
        }
    }

    static Stream<Arguments> noAccessToken() {
        String accessToken = "{\"access_token\":\"t\",\"expires_in\":700}";
        return Stream.of(
                        json(201, accessToken),
                        json(202, accessToken),
                        json(203, accessToken),
                        json(206, accessToken),
                        answer(200, "text/html", HTML),
                        answer(200, "text/html", ""),
                        json(200, accessToken + "\n" + accessToken),
                        json(200, "[" + accessToken + "]"),
                        json(200, "\"t\""),
                        answer(302, "text/html", HTML))
                .flatMap(answer -> OPERATIONS.stream().map(operation -> Arguments.of(operation, answer)));
    }

    @ParameterizedTest
    @MethodSource("noAccessToken")
    void whatIsNoAccessTokenIsRefusedAndNothingIsSentToTheApi(String operation, String answer) {
        try (RawServer server = tokenEndpoint(answer);
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            SailPointException e = failure(Mono.from(call(operation, client.tokens())), SailPointException.class);

            assertThat(e.getStatus()).isEqualTo(Integer.parseInt(answer.substring(9, 12)));
            assertThat(server.requests()).allMatch(request -> request.startsWith("POST /oauth/token"));
        }
    }
}
