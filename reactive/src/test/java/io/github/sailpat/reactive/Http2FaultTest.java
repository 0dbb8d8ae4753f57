package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnprocessedRequestException;
import io.github.sailpat.reactive.Http2Server.Incoming;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a tenant can do to the streams and to the connections of HTTP/2. */
class Http2FaultTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static TestClient client(Http2Server server, UnaryOperator<SailPointClient.Builder> customizer) {
        return TestClient.at(
                server.url(),
                b -> customizer.apply(Protocol.asking(TestClient.unlimited(b))
                        .onAbandonedCreate(create -> {})
                        .retryPolicy(RetryPolicy.standard().withBackoff(Duration.ofMillis(1), Duration.ofMillis(10)))));
    }

    private static TestClient client(Http2Server server) {
        return client(server, UnaryOperator.identity());
    }

    /** The first request gets the fault. */
    private static Consumer<Incoming> once(Consumer<Incoming> fault) {
        AtomicInteger requests = new AtomicInteger();
        return stream -> {
            if (requests.getAndIncrement() == 0) {
                fault.accept(stream);
            } else {
                stream.respond();
            }
        };
    }

    private static void assertRepeated(String operation, Consumer<Incoming> fault, int connections) {
        try (Http2Server server = Http2Server.start(once(fault));
                TestClient client = client(server)) {
            Flux.from(RawTenant.call(operation, client.tokens())).then().block(SOON);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().get(1)).isEqualTo(server.requests().get(0));
            assertThat(server.connectionsOpened()).isEqualTo(connections);
        }
    }

    // ---- not applied

    @ParameterizedTest
    @ValueSource(strings = {"create", "patch", "delete", "list"})
    void requestOfARefusedStreamIsRepeated(String operation) {
        assertRepeated(operation, stream -> stream.reset(Http2Error.REFUSED_STREAM), operation.equals("list") ? 2 : 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "patch", "delete", "list"})
    void requestAfterTheLastStreamOfAGoAwayIsRepeatedOnAnotherConnection(String operation) {
        assertRepeated(operation, Incoming::goAwayBeforeThis, operation.equals("list") ? 3 : 2);
    }

    @Test
    void createThatIsAlwaysRefusedFailsWithoutDoubt() {
        List<AbandonedCreate> abandoned = new CopyOnWriteArrayList<>();
        try (Http2Server server = Http2Server.start(stream -> stream.reset(Http2Error.REFUSED_STREAM));
                TestClient client = client(server, b -> b.onAbandonedCreate(abandoned::add))) {
            UnprocessedRequestException error =
                    RawTenant.failure(client.tokens().create(r -> r.name("new")), UnprocessedRequestException.class);
            assertThat(error)
                    .hasMessageContaining("the tenant has refused the stream (REFUSED_STREAM) while waiting for the"
                            + " response; the request was not applied");
            assertThat(error.getAttempts()).isEqualTo(3);
            assertThat(server.requests()).hasSize(3).allMatch(request -> request.startsWith("POST"));
            assertThat(abandoned).isEmpty();
        }
    }

    // ---- ambiguous

    static Stream<Arguments> ambiguous() {
        return Stream.of(
                fault("reset", stream -> stream.reset(Http2Error.INTERNAL_ERROR)),
                fault("reset without an error", stream -> stream.reset(Http2Error.NO_ERROR)),
                fault("closed connection", Incoming::closeConnection));
    }

    private static Arguments fault(String name, Consumer<Incoming> fault) {
        return Arguments.of(name, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ambiguous")
    void createThatMayHaveBeenProcessedIsReconciled(String name, Consumer<Incoming> fault) {
        try (Http2Server server = Http2Server.start(once(fault));
                TestClient client = client(server)) {
            client.tokens().create(r -> r.name("new")).block(SOON);
            assertThat(server.requests())
                    .extracting(request -> request.substring(0, request.indexOf(' ')))
                    .containsExactly("POST", "GET", "POST");
        }
    }

    @Test
    void resetIsNamed() {
        try (Http2Server server = Http2Server.start(stream -> stream.reset(Http2Error.INTERNAL_ERROR));
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            TransportException error = RawTenant.failure(client.tokens().delete("a"), TransportException.class);
            assertThat(error)
                    .isNotInstanceOf(UnprocessedRequestException.class)
                    .hasMessageContaining("the tenant has reset the stream (INTERNAL_ERROR)")
                    .hasMessageContaining("may have been applied");
        }
    }

    // ---- streams are independent

    @Test
    void cancelResetsItsStreamAndNoOther() {
        AtomicInteger stalled = new AtomicInteger();
        try (Http2Server server = Http2Server.start(stream -> {
                    if (stream.is("PATCH")) {
                        stalled.incrementAndGet();
                    } else {
                        stream.respond();
                    }
                });
                TestClient client = client(server)) {
            Disposable cancelled = client.tokens().patch("a", p -> p.name("b")).subscribe();
            Disposable going = client.tokens().patch("a", p -> p.name("c")).subscribe();
            Conditions.await(() -> stalled.get() == 2);
            client.tokens().delete("first").block(SOON);
            cancelled.dispose();
            Conditions.await(() -> !server.resets().isEmpty());
            client.tokens().delete("second").block(SOON);

            assertThat(server.resets()).containsExactly(Http2Error.CANCEL.code());
            assertThat(going.isDisposed()).isFalse();
            assertThat(server.connectionsOpened()).isEqualTo(1);
            going.dispose();
        }
    }

    @Test
    void responseTimeoutEndsItsStreamAndNoOther() {
        try (Http2Server server = Http2Server.start(stream -> {
                    if (!stream.is("PATCH")) {
                        stream.respond();
                    }
                });
                TestClient client = client(
                        server, b -> b.responseTimeout(Duration.ofSeconds(1)).retryPolicy(RetryPolicy.none()))) {
            TransportException error =
                    RawTenant.failure(client.tokens().patch("a", p -> p.name("b")), TransportException.class);
            assertThat(error).hasMessageContaining("response timeout").hasMessageContaining("may have been applied");
            client.tokens().delete("a").block(SOON);
            assertThat(server.connectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void noMoreStreamsAreOpenThanTheTenantAccepts() {
        try (Http2Server server = Http2Server.start(
                        s -> s.maxConcurrentStreams(10),
                        true,
                        // The others have time to be sent meanwhile.
                        stream -> stream.context().executor().execute(stream::respond));
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            Flux.range(0, 200)
                    .flatMap(i -> client.tokens().delete("n" + i), 200)
                    .blockLast(SOON);
            Flux.range(0, 50).flatMap(i -> client.tokens().list(), 50).blockLast(SOON);

            assertThat(server.requests()).hasSize(250);
            assertThat(server.mostStreams()).isLessThanOrEqualTo(10);
            assertThat(server.connectionsOpened()).isEqualTo(2);
        }
    }

    @Test
    void cancelsAtTheLimitOfStreamsFailNoOtherCall() {
        try (Http2Server server = Http2Server.start(
                        s -> s.maxConcurrentStreams(4),
                        true,
                        stream -> stream.context().executor().execute(stream::respond));
                TestClient client = client(server, b -> b.retryPolicy(RetryPolicy.none()))) {
            Flux.range(0, 600)
                    .flatMap(
                            i -> i % 3 == 0
                                    ? client.tokens().delete("n" + i).timeout(Duration.ofMillis(i % 7), Mono.empty())
                                    : client.tokens().delete("n" + i),
                            50)
                    .blockLast(SOON);
            assertThat(server.mostStreams()).isLessThanOrEqualTo(4);
            assertThat(server.connectionsOpened()).isEqualTo(1);
        }
    }

    /** Whoever calls first is served first, also when there are more calls than streams. */
    @Test
    void callsThatWaitForAStreamAreServedInTheirOrder() {
        try (Http2Server server = Http2Server.start(s -> s.maxConcurrentStreams(2), true, Incoming::respond);
                TestClient client = client(server)) {
            client.tokens().delete("first").block(SOON);
            Flux.range(0, 100)
                    .flatMap(i -> client.tokens().delete("n" + i), 100)
                    .blockLast(SOON);
            assertThat(server.requests().subList(1, 101))
                    .containsExactlyElementsOf(Flux.range(0, 100)
                            .map(i -> "DELETE /beta/personal-access-tokens/n" + i)
                            .toIterable());
        }
    }

    // ---- the life of a connection

    @Test
    void silentConnectionIsAskedAndThenClosed() {
        try (Http2Server server = Http2Server.start(UnaryOperator.identity(), false, stream -> {});
                TestClient client = client(
                        server, b -> b.responseTimeout(Duration.ofMillis(2400)).retryPolicy(RetryPolicy.none()))) {
            TransportException error = RawTenant.failure(client.tokens().delete("a"), TransportException.class);
            assertThat(error).hasMessageContaining("closed before the response");
            assertThat(server.pings()).isEqualTo(1);
            Conditions.await(() -> server.connections() == 0);
        }
    }

    @Test
    void connectionThatAnswersAPingStaysOpen() {
        try (Http2Server server = Http2Server.start(stream -> {
                    var unused =
                            stream.context().executor().schedule(() -> stream.respond(), 1800, TimeUnit.MILLISECONDS);
                });
                TestClient client = client(
                        server, b -> b.responseTimeout(Duration.ofMillis(2400)).retryPolicy(RetryPolicy.none()))) {
            client.tokens().delete("a").block(SOON);
            assertThat(server.connectionsOpened()).isEqualTo(1);
        }
    }

    @Test
    void idleConnectionIsClosed() {
        try (Http2Server server = Http2Server.start(Incoming::respond);
                TestClient client = client(server, b -> b.maxIdleTime(Duration.ofMillis(200)))) {
            client.tokens().delete("a").block(SOON);
            Conditions.await(() -> server.connections() == 0);
            client.tokens().delete("a").block(SOON);
            assertThat(server.connectionsOpened()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void oldConnectionIsReplacedWhileItsStreamsGoOn() {
        List<Incoming> stalled = new CopyOnWriteArrayList<>();
        try (Http2Server server = Http2Server.start(stream -> {
                    if (stream.is("PATCH")) {
                        stalled.add(stream);
                    } else {
                        stream.respond();
                    }
                });
                TestClient client = client(server, b -> b.maxConnectionLife(Duration.ofMillis(200)))) {
            Mono<?> patched = client.tokens().patch("a", p -> p.name("new")).cache();
            patched.subscribe();
            Conditions.await(() -> {
                client.tokens().delete("a").block(SOON);
                return server.connectionsOpened() > 1;
            });
            Incoming stream = stalled.get(0);
            stream.context().executor().execute(stream::respond);
            patched.block(SOON);
            assertThat(stalled).hasSize(1);
        }
    }
}
