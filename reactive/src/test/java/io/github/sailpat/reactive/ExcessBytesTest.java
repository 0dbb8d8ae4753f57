package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A server leaves bytes behind that belong to no response. */
class ExcessBytesTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int CREATES = 40;
    private static final String TOKEN = "{\"id\":\"an-id\",\"name\":\"new\",\"created\":\"2026-01-01T00:00:00Z\"}";
    private static final List<String> RESTS = List.of(
            "}",
            "\r\n",
            "x".repeat(10_000),
            "0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 408 Request Timeout\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Le");

    private final List<Socket> dirty = new CopyOnWriteArrayList<>();
    private final List<Socket> usedByCreates = new CopyOnWriteArrayList<>();
    private final AtomicInteger created = new AtomicInteger();

    private void created(Socket connection) throws IOException {
        usedByCreates.add(connection);
        int number = created.incrementAndGet();
        RawServer.write(
                connection,
                RawTenant.json(
                        200,
                        "{\"id\":\"id-" + number + "\",\"secret\":\"secret-" + number
                                + "\",\"name\":\"new\",\"created\":\"2026-01-01T00:00:00Z\"}"));
    }

    private static boolean isCreate(String request) {
        return request.startsWith("POST /beta");
    }

    private static Mono<Void> anyEnd(Flux<?> call) {
        return call.then().onErrorComplete();
    }

    static Stream<Arguments> answersAndRests() {
        return Stream.of(
                        "HTTP/1.1 204 No Content\r\n\r\n",
                        RawTenant.json(200, TOKEN),
                        RawTenant.json(400, "{}"),
                        RawTenant.json(401, "{}"),
                        RawTenant.json(403, "{}"),
                        RawTenant.json(404, "{}"),
                        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
                        RawTenant.json(500, "{}"),
                        RawTenant.json(503, ""),
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n")
                .flatMap(answer -> RESTS.stream().map(rest -> Arguments.of(answer, rest)));
    }

    @ParameterizedTest
    @MethodSource("answersAndRests")
    void noCreateGoesOutOnAConnectionWithBytesAfterAResponse(String answer, String rest) {
        AtomicInteger others = new AtomicInteger();
        try (RawServer server = RawServer.start((request, connection) -> {
                    if (request.startsWith("POST /oauth/token")) {
                        RawServer.tenant(request, connection);
                    } else if (isCreate(request)) {
                        created(connection);
                    } else {
                        boolean first = others.getAndIncrement() == 0;
                        dirty.add(connection);
                        RawServer.write(connection, first ? answer + rest : RawTenant.json(200, "[]"));
                    }
                });
                TestClient client = RawTenant.client(server)) {
            StepVerifier.create(anyEnd(Flux.from(client.tokens().delete("an-id")))
                            .then(client.tokens().create(r -> r.name("new"))))
                    .assertNext(token -> assertThat(token.getSecret().reveal()).isEqualTo("secret-1"))
                    .expectComplete()
                    .verify(SOON);
            assertThat(dirty.subList(0, 1)).doesNotContainAnyElementsOf(usedByCreates);
            assertThat(created).hasValue(1);
        }
    }

    static List<String> rests() {
        return RESTS;
    }

    @ParameterizedTest
    @MethodSource("rests")
    void bytesAfterTheResponseToATokenRequestCostNoSecret(String rest) {
        try (RawServer server = RawServer.start((request, connection) -> {
                    if (isCreate(request)) {
                        created(connection);
                    } else {
                        RawServer.tenant(request, connection);
                        dirty.add(connection);
                        RawServer.write(connection, rest);
                    }
                });
                TestClient client = RawTenant.client(server)) {
            StepVerifier.create(client.tokens().create(r -> r.name("new")))
                    .assertNext(token -> assertThat(token.getSecret().reveal()).isEqualTo("secret-1"))
                    .expectComplete()
                    .verify(SOON);
            assertThat(created).hasValue(1);
        }
    }

    @ParameterizedTest
    @MethodSource("rests")
    void connectionIsClosedWhenBytesArriveWhileItIsIdle(String rest) throws Exception {
        try (RawServer server = RawServer.start((request, connection) -> {
                    if (isCreate(request)) {
                        created(connection);
                    } else {
                        RawServer.tenant(request, connection);
                    }
                });
                TestClient client = RawTenant.client(server)) {
            StepVerifier.create(client.tokens().create(r -> r.name("new")))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SOON);
            int open = server.openConnections();

            usedByCreates.get(0).getOutputStream().write(rest.getBytes(ISO_8859_1));

            Conditions.await(() -> server.openConnections() == open - 1);
            StepVerifier.create(client.tokens().create(r -> r.name("new")))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SOON);
            assertThat(usedByCreates).doesNotHaveDuplicates().hasSize(2);
        }
    }

    /** The server counts characters, so that a byte of the body is left for each umlaut. */
    private static RawServer countingCharacters(boolean tls, AtomicInteger created) {
        RawServer.Answer answer = (request, connection) -> {
            if (isCreate(request)) {
                int number = created.incrementAndGet();
                String body = "{\"id\":\"id-" + number + "\",\"secret\":\"secret-" + number
                        + "\",\"name\":\"new\",\"owner\":{\"name\":\"Zoë\"},\"created\":\"2026-01-01T00:00:00Z\"}";
                RawServer.write(
                        connection,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + new String(body.getBytes(UTF_8), ISO_8859_1));
            } else {
                RawServer.tenant(request, connection);
            }
        };
        return tls
                ? RawServer.start(Certificates.serverSocket(Certificates.good(), false), answer)
                : RawServer.start(answer);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bulkCreateLosesNoSecretIfTheLengthIsCountedInCharacters(boolean tls) {
        EventLoopGroup loop = BlockingEventLoop.create();
        try (RawServer server = countingCharacters(tls, created);
                TestClient client = TestClient.at(
                        tls ? URI.create("https://localhost:" + server.port()) : server.url(),
                        b -> TestClient.unlimited(b)
                                .tls(TlsOptions.create(t -> t.trustStore(Certificates.trustStore())))
                                .httpClient(transport -> transport.runOn(useNative -> loop)))) {
            List<String> secrets = new ArrayList<>();
            StepVerifier.create(client.tokens()
                            .createAll(
                                    Flux.range(0, CREATES)
                                            .map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("new-" + i))),
                                    BulkOptions.standard())
                            .doOnNext(outcome ->
                                    secrets.add(((BulkOutcome.Succeeded<?, CreatedPersonalAccessToken>) outcome)
                                            .getResult()
                                            .getSecret()
                                            .reveal())))
                    .expectNextCount(CREATES)
                    .expectComplete()
                    .verify(SOON);

            assertThat(secrets).doesNotHaveDuplicates().hasSize(CREATES);
            assertThat(created).hasValue(CREATES);
        } finally {
            BlockingEventLoop.close(loop);
        }
    }

    /** They may arrive when the connection has been lent again, and its next request was sent. */
    @Test
    void eachCreateHasAConnectionOfItsOwnOnceAServerHasLeftBytes() {
        Random random = new Random(7);
        int creates = Soak.size(100, 2_000);
        try (RawServer server = RawServer.start((request, connection) -> {
                    if (isCreate(request)) {
                        created(connection);
                    } else {
                        RawServer.tenant(request, connection);
                    }
                    if (!request.startsWith("POST /oauth/token")) {
                        LockSupport.parkNanos(random.nextInt(300_000));
                        RawServer.write(connection, "}");
                    }
                });
                TestClient client = RawTenant.client(server)) {
            client.tokens().list().blockLast(SOON);
            Conditions.await(() -> server.openConnections() == 1); // that of the access token is left

            StepVerifier.create(client.tokens()
                            .createAll(
                                    Flux.range(0, creates)
                                            .map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("new-" + i))),
                                    BulkOptions.standard())
                            .filter(outcome -> outcome instanceof BulkOutcome.Succeeded))
                    .expectNextCount(creates)
                    .expectComplete()
                    .verify(SOON);

            assertThat(created).hasValue(creates);
            assertThat(usedByCreates).doesNotHaveDuplicates();
        }
    }

    @Test
    void responseThatNothingWasRequestedForChangesNothingForCreates() throws Exception {
        try (RawServer server = RawServer.start((request, connection) -> {
                    if (isCreate(request)) {
                        created(connection);
                    } else {
                        RawServer.tenant(request, connection);
                    }
                });
                TestClient client = RawTenant.client(server)) {
            client.tokens().create(r -> r.name("new")).block(SOON);
            Socket first = usedByCreates.get(0);
            try {
                RawServer.write(first, "HTTP/1.1 408 Request Timeout\r\n\r\n");
            } catch (SocketException e) {
                assertThat(first.isClosed()).isTrue();
            }
            Conditions.await(first::isClosed);

            int creates = 20;
            for (int i = 0; i < creates; i++) { // a response may be emitted before its connection is lent again
                client.tokens().create(r -> r.name("new")).block(SOON);
            }

            assertThat(Set.copyOf(usedByCreates)).hasSizeLessThan(creates);
        }
    }

    @Test
    void connectionWithoutExcessBytesIsLentAgain() {
        try (RawServer server = RawServer.start((request, connection) -> {
                    if (isCreate(request)) {
                        created(connection);
                    } else {
                        RawServer.tenant(request, connection);
                    }
                });
                TestClient client = RawTenant.client(server)) {
            StepVerifier.create(
                            Flux.range(0, 200).concatMap(i -> client.tokens().create(r -> r.name("new"))))
                    .expectNextCount(200)
                    .expectComplete()
                    .verify(SOON);
            assertThat(server.connections()).isLessThanOrEqualTo(3);
        }
    }
}
