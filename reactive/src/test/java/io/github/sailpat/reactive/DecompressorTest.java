package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.RawTenant.call;
import static io.github.sailpat.reactive.RawTenant.client;
import static io.github.sailpat.reactive.RawTenant.failure;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.PersonalAccessToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** Content codings that were not requested, over raw sockets. */
class DecompressorTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String CREATED = "{\"id\":\"an-id\",\"secret\":\"a-secret\"}";

    private static byte[] encode(String coding, String text) {
        return encode(coding, text.getBytes(UTF_8));
    }

    private static byte[] encode(String coding, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = switch (coding) {
            case "gzip" -> new GZIPOutputStream(bytes);
            case "deflate" -> new DeflaterOutputStream(bytes);
            default -> new DeflaterOutputStream(bytes, new Deflater(9, true));
        }) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Answers with a body in pieces of a size, the connection being closed at its end. */
    private static RawServer server(String begin, String status, String coding, byte[] body, int piece) {
        return RawServer.start((request, connection) -> {
            if (!request.startsWith(begin)) {
                RawServer.tenant(request, connection);
                return;
            }
            try (connection) {
                RawServer.write(
                        connection,
                        "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Encoding: " + coding + "\r\n\r\n");
                for (int at = 0; at < body.length; at += piece) {
                    connection.getOutputStream().write(body, at, Math.min(piece, body.length - at));
                    connection.getOutputStream().flush();
                }
            }
        });
    }

    private static void assertSecret(RawServer server) {
        try (server;
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            StepVerifier.create(client.tokens().create(r -> r.name("new")))
                    .expectNextMatches(token -> token.getSecret().reveal().equals("a-secret"))
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Test
    void identityIsRequested() {
        try (RawServer server = RawServer.start(RawServer::tenant);
                TestClient client = client(server, b -> b.httpClient(http -> http.compress(true)))) {
            StepVerifier.create(client.tokens().list()).expectComplete().verify(SOON);

            assertThat(server.requests())
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.toLowerCase(Locale.ROOT))
                            .containsOnlyOnce("\r\naccept-encoding: identity\r\n"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, gzip",
        "GZip, gzip",
        "x-gzip, gzip",
        "'gzip, identity', gzip",
        "deflate, deflate",
        "deflate, raw",
        "UTF-8, gzip"
    })
    void theSecretOfACreateIsDecoded(String coding, String encoded) {
        for (int piece : new int[] {1, 7, 10_000}) {
            assertSecret(server("POST /beta", "200 OK", coding, encode(encoded, CREATED), piece));
        }
    }

    @ParameterizedTest
    @CsvSource({"'gzip, gzip', gzip, gzip", "'deflate, gzip', deflate, gzip", "'gzip, deflate', gzip, deflate"})
    void theSecretUnderTwoCodingsIsDecoded(String codings, String first, String second) {
        byte[] body = encode(second, encode(first, CREATED));
        for (int piece : new int[] {1, 10_000}) {
            assertSecret(server("POST /beta", "200 OK", codings, body, piece));
        }
    }

    /** Bodies of deflate without a header: JSON with a BOM, a stored block, Huffman codes only, a flushed block. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "7bbf7b7fb552668a929552629e2e90d6512a4e4d2e4a2d0109e84299b500",
                "012200ddff7b226964223a22616e2d6964222c22736563726574223a22612d736563726574227d",
                "05c1b10d00211003c156ac8da181ebe6040e082000b2d7f7ceccc7e804b9eae8148edbf625c87adcb62f8595d304922489ff01",
                "3cc8b90d80301404d15e36b61ba09b3d7e4080032043f48e9110d18cde853558c0d1671b8ef25ee70bfddb86c1ada65889693374"
                        + "225391ac9f713f000000ffff0300",
                "000000ffffab56ca4c51b2524accd305d23a4ac5a9c945a92520015d28b31600"
            })
    void rawDeflateThatBeginsLikeTextIsDecoded(String hex) {
        for (int piece : new int[] {1, 10_000}) {
            assertSecret(
                    server("POST /beta", "200 OK", "deflate", HexFormat.of().parseHex(hex), piece));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\r\n", "\t", "\ufeff"})
    void textThatBeginsLikeRawDeflateIsNotTakenForIt(String before) {
        for (int piece : new int[] {1, 10_000}) {
            assertSecret(server("POST /beta", "200 OK", "deflate", (before + CREATED).getBytes(UTF_8), piece));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTF-8",
                "identity",
                "Identity",
                "gzip",
                "deflate",
                "br",
                "zstd",
                "none",
                "gzip, br",
                "\u0001",
                ""
            })
    void missingCodingLosesNoSecret(String coding) {
        assertSecret(server("POST /beta", "200 OK", coding, CREATED.getBytes(UTF_8), 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 9})
    void truncationAfterTheSecretLosesNoSecret(int missing) {
        byte[] body = encode("gzip", CREATED);
        assertSecret(server("POST /beta", "200 OK", "gzip", Arrays.copyOf(body, body.length - missing), 100));
    }

    @Test
    void wrongChecksumLosesNoSecret() {
        byte[] body = encode("gzip", CREATED);
        body[body.length - 8] ^= 1;
        assertSecret(server("POST /beta", "200 OK", "gzip", body, 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "raw"})
    void aListIsDecodedAsItArrives(String coding) {
        String list = IntStream.range(0, 20_000)
                .mapToObj(i -> "{\"id\":\"" + i + "\",\"name\":\"n\",\"created\":\"2026-01-01T00:00:00Z\"}")
                .collect(Collectors.joining(",", "[", "]"));
        try (RawServer server = server(
                        "GET /", "200 OK", coding.equals("raw") ? "deflate" : coding, encode(coding, list), 1_000);
                TestClient client = client(server)) {
            StepVerifier.create(
                            client.tokens()
                                    .list()
                                    .map(PersonalAccessToken::getId)
                                    .limitRate(10),
                            0)
                    .thenRequest(1)
                    .expectNext("0")
                    .thenRequest(Long.MAX_VALUE)
                    .expectNextCount(19_999)
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Test
    void severalMembersFollowEachOther() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(encode("gzip", CREATED.substring(0, 9)));
        body.write(encode("gzip", CREATED.substring(9)));
        assertSecret(server("POST /beta", "200 OK", "gzip", body.toByteArray(), 3));
    }

    @Test
    void theFieldsOfAHeaderArePassedOver() throws IOException {
        byte[] plain = encode("gzip", CREATED);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0});
        body.write("name\0comment\0".getBytes(ISO_8859_1));
        body.write(new byte[] {0, 0});
        body.write(plain, 10, plain.length - 10);
        for (int piece : new int[] {1, 100}) {
            assertSecret(server("POST /beta", "200 OK", "gzip", body.toByteArray(), piece));
        }
    }

    @Test
    void responsesOfEveryOtherOperationAreDecoded() {
        String accessToken = "{\"access_token\":\"a-bearer\",\"expires_in\":700}";
        try (RawServer server = server("POST /oauth", "200 OK", "gzip", encode("gzip", accessToken), 10);
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().list()).expectComplete().verify(SOON);
        }
        try (RawServer server = server("DELETE", "200 OK", "gzip", encode("gzip", "{}"), 10);
                TestClient client = client(server)) {
            StepVerifier.create(client.tokens().delete("x")).expectComplete().verify(SOON);
        }
        String error = "{\"messages\":[{\"text\":\"No right.\"}]}";
        try (RawServer server = server("DELETE", "403 Forbidden", "gzip", encode("gzip", error), 10);
                TestClient client = client(server)) {
            assertThat(failure(client.tokens().delete("x"), ForbiddenException.class)
                            .getTexts())
                    .containsExactly("No right.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "utf-8", "identity", "GZIP", "deflate", "br", "x, y"})
    void aBogusCodingOfAnErrorIsHarmless(String coding) {
        String error = "{\"messages\":[{\"text\":\"No right.\"}]}";
        try (RawServer server = server("DELETE", "403 Forbidden", coding, error.getBytes(UTF_8), 10);
                TestClient client = client(server)) {
            assertThat(failure(client.tokens().delete("x"), ForbiddenException.class)
                            .getTexts())
                    .containsExactly("No right.");
        }
    }

    @ParameterizedTest
    @CsvSource({"br, list", "zstd, delete", "compress, patch", "br, create"})
    void anotherCodingIsRefusedByItsName(String coding, String operation) {
        String begin = operation.equals("create") ? "POST /beta" : operation.equals("list") ? "GET" : "";
        byte[] body = {0x0b, 0x02, (byte) 0x80, 0x5b, 0x5d, 0x03};
        try (RawServer server = server(
                        begin.isEmpty() ? operation.toUpperCase(Locale.ROOT) : begin, "200 OK", coding, body, 10);
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            SailPointException e = failure(call(operation, client.tokens()), SailPointException.class);

            assertThat(e)
                    .isInstanceOf(MalformedResponseException.class)
                    .hasMessageContaining("Content-Encoding " + coding + ", which this client does not decode");
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip, is truncated", "deflate, is truncated", "raw, is truncated"})
    void aCodingThatIsCutOffIsMalformed(String coding, String said) {
        byte[] body = encode(coding, "[" + " ".repeat(1_000) + "]");
        try (RawServer server = server(
                        "GET",
                        "200 OK",
                        coding.equals("raw") ? "deflate" : coding,
                        Arrays.copyOf(body, body.length - 4),
                        5);
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            assertThat(failure(client.tokens().list(), MalformedResponseException.class))
                    .hasMessageContaining(said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "delete", "patch", "create", "error"})
    void aBodyThatExpandsTooMuchIsRefused(String operation) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] member = encode("gzip", " ".repeat(1 << 20));
        for (int i = 0; i < 300; i++) {
            body.write(member);
        }
        boolean error = operation.equals("error");
        try (RawServer server = server(
                        operation.equals("create")
                                ? "POST /beta"
                                : operation.equals("list") ? "GET" : operation.equals("patch") ? "PATCH" : "DELETE",
                        error ? "403 Forbidden" : "200 OK",
                        "gzip",
                        body.toByteArray(),
                        10_000);
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            SailPointException e =
                    failure(call(error ? "delete" : operation, client.tokens()), SailPointException.class);

            assertThat(e).isInstanceOf(error ? ForbiddenException.class : MalformedResponseException.class);
            if (operation.equals("list")) {
                assertThat(e).hasMessageContaining("expands to more than 300 times its length");
            }
        }
    }
}
