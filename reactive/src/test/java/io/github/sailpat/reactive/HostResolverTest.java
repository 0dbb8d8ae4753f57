package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.NameServerException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The name is resolved by a function that blocks. */
class HostResolverTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(300);

    private final AtomicInteger resolutions = new AtomicInteger();

    private static TestClient client(RawServer server, HostResolver resolver) {
        return TestClient.at(
                URI.create("http://localhost:" + server.port()),
                b -> TestClient.unlimited(b)
                        .retryPolicy(RetryPolicy.none())
                        .connectTimeout(CONNECT_TIMEOUT)
                        .hostResolver(resolver));
    }

    @Test
    void addressesOfTheResolverAreUsedAndItMayBlock() {
        try (RawServer server = RawServer.start(RawServer::tenant);
                TestClient client = client(server, host -> {
                    assertThat(Schedulers.isInNonBlockingThread()).isFalse();
                    assertThat(host).isEqualTo("localhost");
                    resolutions.incrementAndGet();
                    return List.of(InetAddress.getLoopbackAddress());
                })) {
            StepVerifier.create(client.tokens().list()).expectComplete().verify(SOON);
            assertThat(resolutions).hasPositiveValue();
        }
    }

    @Test
    void aNameServerThatDoesNotAnswerIsAnErrorOfItsOwnAfterTheConnectTimeout() {
        CountDownLatch end = new CountDownLatch(1);
        try (RawServer server = RawServer.start(RawServer::tenant);
                TestClient client = client(server, host -> {
                    resolutions.incrementAndGet();
                    await(end);
                    return List.of(InetAddress.getLoopbackAddress());
                })) {
            Flux<Object> calls = Flux.range(0, 20)
                    .flatMap(i -> client.tokens().list().then().onErrorResume(e -> {
                        assertThat(e)
                                .isInstanceOf(NameServerException.class)
                                .hasMessageContaining("the name server did not answer within 300 ms")
                                .hasMessageNotContaining("base URL");
                        assertThat(((TransportException) e).isSent()).isFalse();
                        return Mono.empty();
                    }));
            StepVerifier.create(calls).expectComplete().verify(SOON);
            assertThat(resolutions).hasValue(1);
            assertThat(server.connections()).isZero();

            end.countDown();
            Conditions.await(() -> {
                try {
                    client.tokens().list().blockLast(SOON);
                    return true;
                } catch (NameServerException stillPending) {
                    return false;
                }
            });
        } finally {
            end.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aNameWithoutAnAddressIsAnUnknownHost() {
        try (RawServer server = RawServer.start(RawServer::tenant);
                TestClient unknown = client(server, host -> {
                    throw new UnknownHostException(host + ": Name or service not known");
                });
                TestClient empty = client(server, host -> List.of())) {
            for (TestClient client : List.of(unknown, empty)) {
                StepVerifier.create(client.tokens().list())
                        .expectErrorSatisfies(e -> assertThat(e)
                                .isInstanceOf(TransportException.class)
                                .isNotInstanceOf(NameServerException.class)
                                .hasMessageContaining("unknown host: the system's resolver has no address"))
                        .verify(SOON);
            }
        }
    }

    @Test
    void aTemporaryFailureOfThePlatformIsANameServerThatDoesNotAnswer() {
        try (RawServer server = RawServer.start(RawServer::tenant);
                TestClient client = client(server, host -> {
                    throw new UnknownHostException(host + ": Temporary failure in name resolution");
                })) {
            StepVerifier.create(client.tokens().list())
                    .expectError(NameServerException.class)
                    .verify(SOON);
        }
    }

    @Test
    void anErrorOfTheJvmInTheResolverEndsTheCallAndTheNextCallAsksAgain() {
        NoClassDefFoundError thrown = new NoClassDefFoundError("acme");
        try (RawServer server = RawServer.start(RawServer::tenant);
                TestClient client = client(server, host -> {
                    if (resolutions.incrementAndGet() == 1) {
                        throw thrown;
                    }
                    return List.of(InetAddress.getLoopbackAddress());
                })) {
            StepVerifier.create(client.tokens().list())
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(TransportException.class)
                            .isNotInstanceOf(NameServerException.class)
                            .hasRootCause(thrown))
                    .verify(SOON);
            StepVerifier.create(client.tokens().list()).expectComplete().verify(SOON);
        }
    }

    @Test
    void anErrorOfTheResolverEndsTheCall() {
        try (RawServer server = RawServer.start(RawServer::tenant);
                TestClient client = client(server, host -> {
                    throw new IllegalStateException("no resolver");
                })) {
            StepVerifier.create(client.tokens().list())
                    .expectError(TransportException.class)
                    .verify(SOON);
        }
    }
}
