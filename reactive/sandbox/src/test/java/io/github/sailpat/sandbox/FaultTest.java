package io.github.sailpat.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.sailpat.sandbox.RawConnection.End;
import io.github.sailpat.sandbox.RawConnection.Received;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {

    private static final Duration LONG = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(150);

    private final SandboxTenant tenant =
            SandboxTenant.start(options -> options.tokens(20).rateLimitOff().pieceSize(512));
    private final TestClient client = TestClient.of(tenant);

    @AfterEach
    void close() {
        tenant.close();
    }

    static Stream<Arguments> silentFaults() {
        Fault fault = Fault.on(Operation.CREATE);
        return Stream.of(
                arguments("resetBeforeRead", fault.resetBeforeRead(), End.RESET, 0),
                arguments("resetAfterRead", fault.resetAfterRead(), End.RESET, 0),
                arguments("resetAfterApplying", fault.resetAfterApplying(), End.RESET, 1),
                arguments("closeBeforeRead", fault.closeBeforeRead(), End.CLOSED, 0),
                arguments("closeAfterRead", fault.closeAfterRead(), End.CLOSED, 0),
                arguments("closeAfterApplying", fault.closeAfterApplying(), End.CLOSED, 1),
                arguments("stall", fault.stall(), End.OPEN, 0),
                arguments("stallAfterApplying", fault.stallAfterApplying(), End.OPEN, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("silentFaults")
    void silentFaultsSendNoByte(String name, Fault fault, End end, int applied) throws IOException {
        tenant.getFaults().add(fault);

        Received received = create(end == End.OPEN ? SHORT : LONG);

        assertThat(received).isEqualTo(new Received("", end));
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(applied);
        assertThat(tenant.getLedger().getRequests(Operation.CREATE).get(0).status())
                .isNull();
        assertThat(create(SHORT).head()).startsWith("HTTP/1.1 200");
    }

    static Stream<Arguments> cutAnswers() {
        Fault fault = Fault.on(Operation.ANY);
        return Stream.of(
                arguments("resetAfterHeaders", fault.resetAfterHeaders(), End.RESET, 0),
                arguments("truncateBody", fault.truncateBody(1), End.CLOSED, 1),
                arguments("truncateBody", fault.truncateBody(17), End.CLOSED, 17),
                arguments("resetInBody", fault.resetInBody(100), End.RESET, 100),
                arguments("stallInBody", fault.stallInBody(0), End.OPEN, 0),
                arguments("stallInBody", fault.stallInBody(33), End.OPEN, 33));
    }

    @ParameterizedTest(name = "{0} after {3} bytes")
    @MethodSource("cutAnswers")
    void anAnswerOfKnownLengthIsCutAtTheByte(String name, Fault fault, End end, int bytes) throws IOException {
        tenant.getFaults().add(fault);

        Received received = create(end == End.OPEN ? SHORT : LONG);

        assertThat(received.end()).isEqualTo(end);
        assertThat(received.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: ");
        assertThat(received.body()).hasSize(bytes);
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} after {3} bytes")
    @MethodSource("cutAnswers")
    void aChunkedListIsCutAtTheByte(String name, Fault fault, End end, int bytes) throws IOException {
        tenant.getFaults().add(fault);

        Received received;
        try (RawConnection connection = new RawConnection(tenant)) {
            received = connection.list(client.bearer()).receive(end == End.OPEN ? SHORT : LONG);
        }

        assertThat(received.end()).isEqualTo(end);
        assertThat(received.head()).containsIgnoringCase("transfer-encoding: chunked");
        String framed = bytes == 0 ? "" : Integer.toHexString(bytes) + "\r\n";
        assertThat(received.body()).startsWith(framed).hasSize(bytes == 0 ? 0 : framed.length() + bytes + 2);
        assertThat(tenant.getLedger().getListBytesWritten()).isEqualTo(bytes);
    }

    @Test
    void aDrippedBodyArrivesWholeButSlowly() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).dripBody(50, Duration.ofMillis(20)));
        long start = System.nanoTime();

        HttpResponse<String> response = client.create("beta", "{\"name\":\"slow\"}");

        assertThat(TestClient.json(response).path("name").asText()).isEqualTo("slow");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(100));
        assertThat(client.list("beta", "").statusCode()).isEqualTo(200);
    }

    @Test
    void statusAnswersInsteadOfHandling() {
        tenant.getFaults()
                .add(Fault.on(Operation.CREATE).times(2).status(503, "<html>busy</html>", "Retry-After", "3"));

        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response = client.create("beta", "{\"name\":\"a\"}");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).isEqualTo("<html>busy</html>");
            assertThat(response.headers().firstValue("content-type")).hasValue("text/html");
            assertThat(response.headers().firstValue("retry-after")).hasValue("3");
        }
        assertThat(tenant.getLedger().getCreatesApplied()).isZero();
        assertThat(client.create("beta", "{\"name\":\"a\"}").statusCode()).isEqualTo(200);
        assertThat(tenant.getFaults().getRemaining()).isZero();
    }

    @Test
    void statusAfterApplyingAppliesFirst() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).statusAfterApplying(500, null));

        HttpResponse<String> response = client.create("beta", "{\"name\":\"a\"}");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEmpty();
        assertThat(tenant.getLedger().findByName("a")).hasSize(1);
    }

    @Test
    void bodyReplacesTheBodyAndKeepsTheStatus() {
        tenant.getFaults().add(Fault.on(Operation.ANY).always().body("{\"id\":", "application/json"));
        SandboxToken token = tenant.addToken("b");

        HttpResponse<String> created = client.create("beta", "{\"name\":\"a\"}");
        HttpResponse<String> deleted = client.delete("beta", token.id());

        assertThat(created.statusCode()).isEqualTo(200);
        assertThat(created.body()).isEqualTo("{\"id\":");
        assertThat(deleted.statusCode()).isEqualTo(200);
        assertThat(deleted.body()).isEqualTo("{\"id\":");
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(token.id());
    }

    @Test
    void headerIsAddedToTheNormalAnswer() {
        tenant.getFaults()
                .add(Fault.on(Operation.LIST).header("X-Deprecated", "true").header("Retry-After", "7"));

        HttpResponse<String> response = client.list("v3", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(TestClient.json(response)).hasSize(20);
        assertThat(response.headers().firstValue("x-deprecated")).hasValue("true");
        assertThat(response.headers().firstValue("retry-after")).hasValue("7");
    }

    @Test
    void aRedirectNamesItsLocation() {
        tenant.getFaults().add(Fault.on(Operation.LIST).status(302, null).header("Location", "http://127.0.0.1:9/"));

        HttpResponse<String> response = client.list("v3", "");

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("location")).hasValue("http://127.0.0.1:9/");
    }

    @Test
    void delayWaitsThenHandles() {
        tenant.getFaults().add(Fault.on(Operation.LIST).delay(Duration.ofMillis(120)));
        long start = System.nanoTime();

        assertThat(client.list("v3", "").statusCode()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }

    @Test
    void everyStrikesEachNthThatMatches() {
        tenant.getFaults()
                .add(Fault.on(Operation.CREATE)
                        .every(2)
                        .matching(request -> request.body().contains("odd"))
                        .status(500, null));

        assertThat(Stream.of("odd1", "even2", "odd3", "even4", "odd5")
                        .map(name -> client.create("beta", "{\"name\":\"" + name + "\"}")
                                .statusCode()))
                .containsExactly(200, 200, 500, 200, 200);
    }

    @Test
    void faultsStrikeInTheOrderInWhichTheyWereAdded() {
        tenant.getFaults().add(Fault.on(Operation.LIST).status(500, null));
        tenant.getFaults().add(Fault.on(Operation.LIST).status(502, null));

        assertThat(client.list("v3", "").statusCode()).isEqualTo(500);
        assertThat(client.list("v3", "").statusCode()).isEqualTo(502);
        assertThat(client.list("v3", "").statusCode()).isEqualTo(200);
    }

    @Test
    void closingTheTenantEndsAStalledConnection() throws IOException {
        tenant.getFaults().add(Fault.on(Operation.LIST).stall());
        try (RawConnection connection = new RawConnection(tenant)) {
            assertThat(connection.list(client.bearer()).receive(SHORT).end()).isEqualTo(End.OPEN);

            tenant.close();

            assertThat(connection.receive(LONG).end()).isNotEqualTo(End.OPEN);
        }
    }

    private Received create(Duration patience) throws IOException {
        try (RawConnection connection = new RawConnection(tenant)) {
            return connection
                    .create(client.bearer(), "{\"name\":\"" + System.nanoTime() + "\"}")
                    .receive(patience);
        }
    }
}
