package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

class ExternalResourcesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final LoopResources threads = LoopResources.create("application", 1, true);
    private ConnectionProvider connections = ConnectionProvider.create("application", 1);

    @AfterEach
    void close() {
        connections.disposeLater().block(SOON);
        threads.disposeLater(Duration.ZERO, Duration.ofSeconds(3)).block(SOON);
    }

    private TestClient client(SandboxTenant tenant) {
        return TestClient.of(
                tenant,
                b -> b.sharedResources(connections, threads)
                        .retryPolicy(RetryPolicy.standard().withMaxAttempts(1)));
    }

    @Test
    void callsRunOnTheApplicationsThreadsWhichStayOpen() {
        try (SandboxTenant tenant = SandboxTenant.start()) {
            for (int i = 0; i < 2; i++) {
                try (TestClient client = client(tenant)) {
                    StepVerifier.create(client.tokens()
                                    .list()
                                    .map(token -> Thread.currentThread().getName()))
                            .thenConsumeWhile(thread -> thread.startsWith("application-"))
                            .expectComplete()
                            .verify(SOON);
                }
                assertThat(connections.isDisposed()).isFalse();
                assertThat(threads.isDisposed()).isFalse();
            }
        }
    }

    @Test
    void callEndsAtTheCloseOfTheClientAlsoIfItsEventLoopIsGone() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start()) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().stall());
            try (TestClient client = client(tenant)) {
                Ending<?> call = Ending.of(client.tokens().delete("x"));
                Conditions.await(() -> tenant.getLedger().count(Operation.DELETE) == 1);
                threads.disposeLater(Duration.ZERO, Duration.ofSeconds(3)).block(SOON);
                Ending<?> late = Ending.of(client.tokens().delete("y"));

                long closed = System.nanoTime();
                client.client().close();

                call.assertEndedAtOnce(closed);
                late.assertEndedAtOnce(closed);
                assertThat(call.error()).isInstanceOf(SailPointException.class);
            }
        }
    }

    @Test
    void openListHoldsNoConnectionThatACallWaitsFor() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(3));
                TestClient client = client(tenant)) {
            StepVerifier.create(
                            client.tokens()
                                    .list()
                                    .concatMap(
                                            token -> client.tokens()
                                                    .delete(token.getId())
                                                    .thenReturn(token),
                                            1),
                            1)
                    .thenRequest(2)
                    .expectNextCount(3)
                    .expectComplete()
                    .verify(SOON);
            assertThat(tenant.getLedger().getDeletesApplied()).isEqualTo(3);
        }
    }

    @Test
    void callWithoutAConnectionIsNotSent() {
        connections.dispose();
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(3))) {
            InetSocketAddress address = new InetSocketAddress(
                    tenant.getBaseUrl().getHost(), tenant.getBaseUrl().getPort());
            connections = ConnectionProvider.builder("application")
                    .maxConnections(8)
                    .forRemoteHost(address, host -> host.maxConnections(1).pendingAcquireMaxCount(1))
                    .build();
            try (TestClient client = client(tenant)) {
                client.tokens().list().blockLast(SOON); // the access token is there
                tenant.getFaults().add(Fault.on(Operation.DELETE).always().delay(Duration.ofSeconds(2)));
                StepVerifier.create(Flux.fromIterable(tenant.getLedger().getTokens())
                                .flatMap(token -> client.tokens().delete(token.id())))
                        .expectErrorSatisfies(e -> assertThat(e)
                                .isInstanceOfSatisfying(
                                        TransportException.class,
                                        failure -> assertThat(failure.isSent()).isFalse())
                                .hasMessageContaining(
                                        "the connection pool is exhausted: its limit of pending acquires is reached"))
                        .verify(SOON);
            }
        }
    }

    @Test
    void callsOfOneClientWaitForTheProvidersConnectionsInTheClient() {
        connections.dispose();
        connections = ConnectionProvider.builder("application")
                .maxConnections(1)
                .pendingAcquireMaxCount(1)
                .build();
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(20));
                TestClient client = client(tenant)) {
            Flux.fromIterable(tenant.getLedger().getTokens())
                    .flatMap(token -> client.tokens().delete(token.id()))
                    .blockLast(SOON);
            assertThat(tenant.getLedger().getDeletesApplied()).isEqualTo(20);
        }
    }
}
