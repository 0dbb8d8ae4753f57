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

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.ResponseException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an error says of the response that it is about. */
class ErrorResponseMapperTest {
    private static final String LOGIN = "<!doctype html><html><title>Guest Wi-Fi login</title></html>";
    private static final String LOGIN_PAGE =
            "the response is HTML ('Guest Wi-Fi login'), 60 bytes: a proxy or a login page"
                    + " answered in place of the API";
    private static final String ABOUT_CREDENTIALS = "check the client id and the client secret";

    private static SailPointException failed(String operation, String answer) {
        try (RawServer server = api(answer);
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            return failure(call(operation, client.tokens()), SailPointException.class);
        }
    }

    static Stream<Arguments> pages() {
        return Stream.of("create", "list", "patch", "delete")
                .flatMap(
                        operation -> Stream.of(200, 202, 302, 403, 502).map(status -> Arguments.of(operation, status)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageOfHtmlIsNamedWithItsTitle(String operation, int status) {
        SailPointException e = failed(operation, answer(status, "text/html; charset=utf-8", LOGIN));

        assertThat(e instanceof OutcomeUnknownException ? e.getCause() : e).hasMessageContaining(LOGIN_PAGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain|Service is down~for maintenance|the response is text/plain ('Service is down'), 31 bytes",
                "text/html|<html>login</html>|the response is HTML ('login'), 18 bytes",
                "application/octet-stream|ab~cd|the response is application/octet-stream ('ab'), 5 bytes",
                "application/json|{\"secret\":\"x\"|the response is application/json, an object of 'secret', 13 bytes",
                "x\u0007y|a\u0002\u0003z|the response is x y, 4 bytes"
            })
    void anyOtherBodyIsNamedWithTypeLengthAndFirstLine(String type, String body, String described) {
        for (String operation : new String[] {"delete", "patch"}) {
            assertThat(failed(operation, answer(200, type, body.replace('~', '\n'))))
                    .isInstanceOf(MalformedResponseException.class)
                    .hasMessageContaining(described);
        }
    }

    @Test
    void aListIsNamedWithItsTypeToo() {
        assertThat(failed("list", json(200, "{\"items\":[]}")))
                .hasMessageContaining(
                        "the body is not an array; the response is application/json, an object of 'items', 12 bytes");
        assertThat(failed("list", answer(200, "text/plain", ""))).hasMessageContaining("the response is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-client-secret", "Bearer a-bearer", "0123456789012345678901234567890123456789"})
    void credentialsInItAreMasked(String echo) {
        String credential = echo.replace("Bearer ", "");
        for (int status : new int[] {200, 403}) {
            for (String body : new String[] {echo, "<html><title>" + echo + "</title>", "<html>" + echo}) {
                assertThat(failed("delete", answer(status, "text/" + echo.replace(" ", ""), body))
                                .getMessage())
                        .contains("****")
                        .doesNotContain(credential);
            }
        }
    }

    @Test
    void whatMayHoldASecretIsNotQuoted() {
        try (RawServer server = tokenEndpoint(answer(200, "text/plain", "access_token=short&expires_in=7"));
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            assertThat(failure(client.tokens().list(), MalformedResponseException.class))
                    .hasMessageContaining("the response is text/plain, 31 bytes")
                    .hasMessageNotContaining("short");
        }
        for (String body : new String[] {"id=x, secret=short", "<html>secret=short"}) {
            assertThat(failed("create", answer(200, "text/plain", body)).getCause())
                    .hasMessageNotContaining("short");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/problem+json|{\"title\":\"Forbidden\",\"detail\":\"No right.\"}|Forbidden No right.",
                "application/json|{\"errors\":[{\"message\":\"One.\"},\"Two.\"]}|One. Two.",
                "application/json|{\"error\":\"denied\",\"error_description\":\"No right.\"}|denied No right.",
                "text/plain|RBAC: access denied|RBAC: access denied"
            })
    void theTextsOfAnErrorAreTaken(String type, String body, String texts) {
        assertThat(failed("delete", answer(403, type, body)))
                .isInstanceOfSatisfying(
                        ForbiddenException.class,
                        e -> assertThat(String.join(" ", e.getErrorResponse().getTexts()))
                                .isEqualTo(texts))
                .hasMessageContaining("403: " + texts + ";");
    }

    static Stream<Arguments> notAboutCredentials() {
        return Stream.of(
                Arguments.of(json(404, "{}")),
                Arguments.of(answer(404, "text/html", LOGIN)),
                Arguments.of(answer(401, "text/html", LOGIN)),
                Arguments.of(answer(403, "text/html", LOGIN)),
                Arguments.of(answer(405, "text/plain", "Method Not Allowed")),
                Arguments.of(answer(200, "text/html", LOGIN)),
                Arguments.of(answer(302, "text/html", LOGIN)));
    }

    @ParameterizedTest
    @MethodSource("notAboutCredentials")
    void failureOfTheEndpointDoesNotBlameTheCredentials(String answer) {
        try (RawServer server = tokenEndpoint(answer);
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            SailPointException e = failure(client.tokens().list(), SailPointException.class);

            assertThat(e).hasMessageNotContaining(ABOUT_CREDENTIALS);
            if (answer.contains("html")) {
                assertThat(e).hasMessageContaining(LOGIN_PAGE);
            } else {
                assertThat(e).hasMessageContaining("check the base URL");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403})
    void aRefusalOfTheCredentialsIsTriedOnceAndHintsAtItsReasons(int status) {
        try (RawServer server = tokenEndpoint(json(status, "{\"error\":\"invalid_client\"}"));
                TestClient client = client(server)) {
            AuthenticationException e = failure(client.tokens().delete("x"), AuthenticationException.class);

            assertThat(e.getStatus()).isEqualTo(status);
            assertThat(e)
                    .hasMessageContaining("invalid_client; " + ABOUT_CREDENTIALS)
                    .hasMessageContaining("expired")
                    .hasMessageContaining("of this tenant")
                    .hasMessageContaining("stands for a user");
            assertThat(requests(server, "POST /oauth/token")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":[{\"message\":\"the pod is restarting\"}]}",
                "{\"error\":\"unknown\",\"message\":\"the pod is restarting\"}",
                "{\"title\":\"the pod is restarting\",\"status\":503}"
            })
    void aSuccessOfTheTokenEndpointWithAnotherErrorSaysItsText(String body) {
        try (RawServer server = tokenEndpoint(json(200, body));
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            assertThat(failure(client.tokens().delete("x"), MalformedResponseException.class))
                    .hasMessageContaining(
                            body.contains("unknown") ? "an error: unknown" : "an error: the pod is restarting");
        }
    }

    @Test
    void aSuccessThatSaysToTryAgainIsNoRefusal() {
        try (RawServer server = tokenEndpoint(json(200, "{\"error\":\"temporarily_unavailable\"}"));
                TestClient client = client(server)) {
            failure(client.tokens().delete("x"), MalformedResponseException.class);
            assertThat(requests(server, "POST /oauth/token")).isGreaterThan(1);
        }
    }

    @Test
    void anAccessTokenThatIsRefusedHintsAtTheSameReasons() {
        assertThat(failed("delete", json(401, "{}")))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessageContaining("expired")
                .hasMessageContaining("tenant")
                .hasMessageContaining("user");
        assertThat(failed("delete", json(403, "{}"))).hasMessageContaining("stands for a user");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"x\":1LONG|a number in it has more than 100 digits",
                "\"xLONG\":1|the name of a member in it is too long",
                "\"x\":NESTED|nested deeper than 64 levels",
                "\"x\":tru|it is no valid JSON"
            })
    void onlyWhatIsNoJsonIsCalledSo(String member, String said) {
        String object = "{\"id\":\"i\",\"name\":\"n\",\"created\":\"2026-01-01T00:00:00Z\","
                + member.replace("LONG", "0".repeat(60_000)).replace("NESTED", "[".repeat(70) + "]".repeat(70)) + "}";
        for (String operation : new String[] {"patch", "list"}) {
            String body = operation.equals("list") ? "[" + object + "]" : object;
            SailPointException e = failed(operation, json(200, body));

            assertThat(e).isInstanceOf(MalformedResponseException.class).hasMessageContaining(said);
            if (!said.contains("JSON")) {
                assertThat(e).hasMessageNotContaining("valid JSON");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot-a-length\r\n",
                "HTTP/1.1 200 OK\r\nX: LONG\r\n\r\n",
                "SSH-2.0-OpenSSH_9.6\r\n\r\n",
                "\u0000\u0001\u0002\u0003\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"
            })
    void noNameOfAClassAndNoBytesAreInAMessage(String answer) {
        for (String operation : new String[] {"delete", "list"}) {
            assertThat(failed(operation, answer.replace("LONG", "x".repeat(70_000)))
                            .getMessage())
                    .doesNotContainPattern("[a-z]+[A-Z][A-Za-z]*Exception|[a-z]+\\.[a-z]+\\.[A-Z]|[0-9a-f]{12,}");
        }
    }

    @Test
    void attemptsAndTimeAreThoseOfTheWholeCall() {
        try (RawServer server = tokenEndpoint(answer(503, "text/plain", "down"));
                TestClient client = client(server)) {
            ServerErrorException e = failure(client.tokens().delete("x"), ServerErrorException.class);

            assertThat(e.getAttempts()).isEqualTo(3);
            assertThat(e.getOperation()).isEqualTo("deletePersonalAccessToken");
            assertThat(e.getPhase()).isEqualTo(CallPhase.AUTHORIZATION);
            assertThat(e).hasMessageStartingWith("deletePersonalAccessToken: fetchAccessToken: POST /oauth/token");
            assertThat(e.getErrorResponse().getTexts()).containsExactly("down");
            assertThat(e.getCause()).isInstanceOfSatisfying(ResponseException.class, of -> {
                assertThat(of.getOperation()).isEqualTo("fetchAccessToken");
                assertThat(of.getElapsed()).isLessThan(e.getElapsed());
            });
        }
    }

    @Test
    void aFetchThatBrokeOffSaysNothingOfTheCallWasSent() {
        try (RawServer server = tokenEndpoint("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n");
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            assertThat(failure(client.tokens().delete("x"), TransportException.class)
                            .isSent())
                    .isFalse();
        }
    }
}
