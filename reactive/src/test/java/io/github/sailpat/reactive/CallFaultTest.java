package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.error.MalformedResponseException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.error.UnexpectedStatusException;
import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxOptions;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class CallFaultTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SandboxTenant tenant = protocol().tenant(SandboxOptions.Builder::rateLimitOff);
    private final TestClient client =
            TestClient.of(tenant, b -> TestClient.unlimited(b).responseTimeout(Duration.ofSeconds(1)));

    /** Is called before the fields of a subclass have their values. */
    Protocol protocol() {
        return Protocol.HTTP_1_1;
    }

    @AfterEach
    void close() {
        client.close();
        tenant.close();
    }

    private <E extends SailPointException> E failure(Mono<?> call, Class<E> type) {
        SailPointException[] caught = new SailPointException[1];
        StepVerifier.create(call)
                .expectErrorSatisfies(e -> {
                    assertThat(e).isInstanceOf(type);
                    caught[0] = (SailPointException) e;
                })
                .verify(SOON);
        return type.cast(caught[0]);
    }

    @ParameterizedTest
    @CsvSource({"400", "401", "403", "404", "409", "415", "429", "301", "302", "307", "308", "500", "502", "503", "599"
    })
    void everyStatusHasItsTypeWhateverItsBodyIs(int status) {
        Class<? extends SailPointException> type = switch (status) {
            case 400 -> BadRequestException.class;
            case 401 -> UnauthorizedException.class;
            case 403 -> ForbiddenException.class;
            case 404 -> NotFoundException.class;
            case 429 -> RateLimitedException.class;
            default -> status >= 500 ? ServerErrorException.class : UnexpectedStatusException.class;
        };
        for (String body : new String[] {"", "<html>x</html>", "{", "x".repeat(200_000)}) {
            tenant.getFaults().clear();
            tenant.getFaults()
                    .add(Fault.on(Operation.DELETE)
                            .always()
                            .status(
                                    status,
                                    body,
                                    "Content-Encoding",
                                    "UTF-8",
                                    "Retry-After",
                                    "3600",
                                    "Location",
                                    "/x"));

            SailPointException e = failure(client.tokens().delete("some"), type);

            assertThat(e.getStatus()).isEqualTo(status);
            assertThat(e.getOperation()).isEqualTo("deletePersonalAccessToken");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resetAfterRead", "closeAfterRead", "500", "stall", "resetBeforeRead", "429", "401"})
    void aDeleteIsTriedAgain(String kind) {
        String id = tenant.addToken("old").id();
        Fault fault = Fault.on(Operation.DELETE).times(1);
        tenant.getFaults()
                .add(
                        switch (kind) {
                            case "resetAfterRead" -> fault.resetAfterRead();
                            case "closeAfterRead" -> fault.closeAfterRead();
                            case "resetBeforeRead" -> fault.resetBeforeRead();
                            case "stall" -> fault.stall();
                            case "429" -> fault.status(429, null, "Retry-After", "1");
                            default -> fault.status(Integer.parseInt(kind), null);
                        });

        StepVerifier.create(client.tokens().delete(id)).expectComplete().verify(SOON);
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(id);
    }

    @Test
    void a404OnTheRepeatOfADeleteIsTheSuccessThatWasInterrupted() {
        String id = tenant.addToken("old").id();
        tenant.getFaults().add(Fault.on(Operation.DELETE).times(1).resetAfterApplying());

        StepVerifier.create(client.tokens().delete(id)).expectComplete().verify(SOON);
        assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(2);
    }

    @Test
    void aPatchIsRepeatedOnlyIfThatChangesNothing() {
        String id = tenant.addToken("old").id();
        tenant.getFaults().add(Fault.on(Operation.PATCH).times(1).resetAfterApplying());
        StepVerifier.create(client.tokens().patch(id, p -> p.name("new")))
                .expectNextMatches(token -> token.getName().equals("new"))
                .expectComplete()
                .verify(SOON);

        tenant.getLedger().clear();
        tenant.getFaults().add(Fault.on(Operation.PATCH).times(1).resetAfterApplying());
        TransportException e = failure(
                client.tokens()
                        .patch(id, JsonPatch.create(p -> p.test("/name", "new").replace("/name", "newer"))),
                TransportException.class);
        assertThat(e.isSent()).isTrue();
        assertThat(tenant.getLedger().count(Operation.PATCH)).isEqualTo(1);
    }

    @Test
    void neverMoreThanThreeAttemptsForOneCallAndTheLastErrorSurfaces() {
        tenant.getFaults().add(Fault.on(Operation.LIST).always().status(503, null));

        ServerErrorException e = failure(client.tokens().list().then(), ServerErrorException.class);

        assertThat(e.getAttempts()).isEqualTo(3);
        assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(3);
    }

    @Test
    void aListIsNotRepeatedAfterItsFirstTokenAndSaysHowManyCame() {
        tenant.getFaults().add(Fault.on(Operation.LIST).always().resetInBody(40_000));

        StepVerifier.create(client.tokens().list().map(PersonalAccessToken::getId))
                .thenConsumeWhile(id -> true)
                .expectErrorSatisfies(e -> {
                    assertThat(e).isInstanceOf(TransportException.class);
                    assertThat(((SailPointException) e).getCall().getEmitted()).isGreaterThan(50);
                    assertThat(e).hasMessageContaining("tokens emitted before");
                })
                .verify(SOON);
        assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(1);
    }

    @Test
    void truncatedListIsMalformed() {
        tenant.getFaults().add(Fault.on(Operation.LIST).always().body("[{\"id\":\"a\"", "application/json"));

        MalformedResponseException e = failure(client.tokens().list().then(), MalformedResponseException.class);
        assertThat(e.getElementIndex()).isZero();
        assertThat(e.getAttempts()).isEqualTo(3);
    }

    @Test
    void waitBeyondTheDeadlineFailsImmediatelyAndSaysSo() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(429, null, "Retry-After", "3600"));

        RateLimitedException e = failure(client.tokens().delete("x"), RateLimitedException.class);

        assertThat(e.getRetryAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(e.getElapsed()).isLessThan(Duration.ofSeconds(5));
        assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(1);
    }

    @Test
    void pauseBeyondTheDeadlineFailsImmediately() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).times(1).status(429, null, "Retry-After", "3600"));
        try (TestClient paced = TestClient.of(tenant)) {
            failure(paced.tokens().delete("x"), RateLimitedException.class);

            DeadlineExceededException e = failure(paced.tokens().delete("y"), DeadlineExceededException.class);

            assertThat(e.getPhase()).isEqualTo(CallPhase.RATE_LIMIT);
            assertThat(e.isMaybeApplied()).isFalse();
            assertThat(e.getElapsed()).isLessThan(Duration.ofSeconds(1));
            assertThat(e).hasMessageContaining("permits no request for another 3");
            assertThat(tenant.getLedger().count(Operation.DELETE)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"102 Processing", "103 Early Hints", "100 Continue"})
    void interimResponseIsIgnored(String interim) throws IOException {
        String answer = "HTTP/1.1 " + interim + "\r\nLink: </x>\r\n\r\n";
        String body = "{\"id\":\"a\",\"secret\":\"s\"}";
        AccessTokenProvider accessToken = AccessTokenProvider.constant(AccessToken.of("b"));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SailPointClient stuck =
                        SailPointClient.create(b -> b.baseUrl(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                                .accessTokenProvider(accessToken))) {
            Mono<Socket> answered = Mono.fromCallable(() -> {
                        Socket socket = server.accept();
                        for (String part : List.of(
                                answer,
                                answer,
                                answer + "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)) {
                            socket.getInputStream().read(new byte[1]);
                            socket.getOutputStream().write(part.getBytes(UTF_8));
                            socket.getOutputStream().flush();
                        }
                        return socket;
                    })
                    .subscribeOn(Schedulers.boundedElastic())
                    .cache();
            Mono<CreatedPersonalAccessToken> create =
                    stuck.personalAccessTokens().create(r -> r.name("ci"));

            StepVerifier.create(create.or(answered.then(Mono.never())))
                    .expectNextMatches(created -> created.getSecret().reveal().equals("s"))
                    .expectComplete()
                    .verify(SOON);
            answered.block(SOON).close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stall", "drip"})
    void deadlineFiresInTimeAndNamesThePhase(String kind) {
        Fault fault = Fault.on(Operation.PATCH).always();
        tenant.getFaults().add(kind.equals("stall") ? fault.stall() : fault.dripBody(1, Duration.ofMillis(50)));
        String id = tenant.addToken("slow").id();
        try (TestClient hasty =
                TestClient.of(tenant, b -> TestClient.unlimited(b).deadline(Duration.ofMillis(900)))) {
            hasty.tokens().list().take(1).blockLast(SOON);

            DeadlineExceededException e =
                    failure(hasty.tokens().patch(id, p -> p.name("x")), DeadlineExceededException.class);

            assertThat(e.getElapsed()).isBetween(Duration.ofMillis(890), Duration.ofMillis(1_150));
            assertThat(e.getPhase()).isEqualTo(kind.equals("stall") ? CallPhase.RESPONSE : CallPhase.BODY);
            assertThat(e.isMaybeApplied()).isTrue();
        }
    }

    @Test
    void refusedConnectionIsATransportErrorThatWasNotSent() {
        try (TestClient lost = TestClient.at(URI.create("http://127.0.0.1:1"), TestClient::unlimited)) {
            TransportException e = failure(lost.tokens().create(r -> r.name("x")), TransportException.class);

            assertThat(e.isSent()).isFalse();
            assertThat(e).hasMessageContaining("refused");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void unansweredConnectTimesOutAndNamesThePhase() throws IOException {
        List<Socket> filling = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // No thread accepts: when the backlog is full, the kernel drops further connections.
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket();
                filling.add(socket);
                try {
                    socket.connect(deaf.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException full) {
                    break;
                }
            }
            AccessTokenProvider accessToken = AccessTokenProvider.constant(AccessToken.of("b"));
            try (SailPointClient stuck =
                    SailPointClient.create(b -> b.baseUrl(URI.create("http://127.0.0.1:" + deaf.getLocalPort()))
                            .accessTokenProvider(accessToken)
                            .deadline(Duration.ofMillis(900)))) {
                DeadlineExceededException e =
                        failure(stuck.personalAccessTokens().delete("x"), DeadlineExceededException.class);

                assertThat(e.getPhase()).isEqualTo(CallPhase.CONNECTION);
                assertThat(e.isMaybeApplied()).isFalse();
                assertThat(e.getElapsed()).isBetween(Duration.ofMillis(890), Duration.ofMillis(1_150));
            }
        } finally {
            for (Socket socket : filling) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void errorWithAnEndlessBodyIsStillThatError(boolean list) throws IOException {
        AccessTokenProvider accessToken = AccessTokenProvider.constant(AccessToken.of("b"));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SailPointClient stuck =
                        SailPointClient.create(b -> b.baseUrl(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                                .accessTokenProvider(accessToken))) {
            Mono<?> call = list
                    ? stuck.personalAccessTokens().list().then()
                    : stuck.personalAccessTokens().delete("x");
            Mono<Socket> answer = Mono.fromCallable(() -> {
                        Socket socket = server.accept();
                        socket.getOutputStream()
                                .write("HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\n{".getBytes(UTF_8));
                        return socket;
                    })
                    .subscribeOn(Schedulers.boundedElastic());
            Mono<Socket> answered = answer.cache();
            ForbiddenException e = failure(call.or(answered.then(Mono.never())), ForbiddenException.class);
            assertThat(e.getElapsed()).isLessThan(Duration.ofSeconds(4));
            answered.block(SOON).close();
        }
    }

    @Test
    void errorNamesThePhaseOfTheAccessTokenRequest() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().stall());
        try (TestClient hasty =
                TestClient.of(tenant, b -> TestClient.unlimited(b).deadline(Duration.ofSeconds(2)))) {
            DeadlineExceededException e = failure(hasty.tokens().delete("x"), DeadlineExceededException.class);

            assertThat(e.getPhase()).isEqualTo(CallPhase.AUTHORIZATION);
            assertThat(e)
                    .hasMessageContaining("waiting for an access token (fetchAccessToken: waiting for the response)")
                    .hasCauseInstanceOf(TransportException.class);
        }
    }

    @Test
    void singleFailureOfTheTokenEndpointFailsNoCall() {
        for (int round = 0; round < 5; round++) {
            try (SandboxTenant fresh = SandboxTenant.start();
                    TestClient cold = TestClient.of(fresh)) {
                fresh.getFaults().add(Fault.on(Operation.TOKEN).times(1).status(500, null));
                assertThat(cold.tokens().list().count().block(SOON)).isPositive();
            }
        }
    }

    @Test
    void tokenEndpointIsNotCalledBeforeItsRetryAfter() {
        try (SandboxTenant fresh = SandboxTenant.start();
                TestClient cold = TestClient.of(fresh)) {
            fresh.getFaults().add(Fault.on(Operation.TOKEN).times(1).status(429, null, "Retry-After", "2"));
            assertThat(cold.tokens().list().count().block(SOON)).isPositive();
            assertThat(fresh.getLedger().getRequests(Operation.TOKEN))
                    .hasSize(2)
                    .satisfies(requests -> assertThat(
                                    requests.get(1).arrival() - requests.get(0).arrival())
                            .isGreaterThanOrEqualTo(Duration.ofSeconds(2).toNanos()));
        }
    }

    @Test
    void retryAfterZeroStillBacksOff() {
        try (TestClient hasty =
                TestClient.of(tenant, b -> TestClient.unlimited(b).deadline(Duration.ofSeconds(3)))) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(429, null, "Retry-After", "0"));

            failure(hasty.tokens().delete("x"), RateLimitedException.class);

            assertThat(tenant.getLedger().count(Operation.DELETE)).isBetween(2L, 8L);
        }
    }

    @Test
    void hugeRetryAfterDoesNotOverflow() {
        tenant.getFaults()
                .add(Fault.on(Operation.DELETE)
                        .always()
                        .status(429, null, "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"));

        failure(client.tokens().delete("x"), RateLimitedException.class);
    }
}
