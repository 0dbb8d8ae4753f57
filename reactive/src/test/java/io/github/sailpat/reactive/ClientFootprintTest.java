package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** What clients leave behind, measured in processes of their own. */
class ClientFootprintTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long MEBIBYTE = 1 << 20;

    private static String outputOf(String... arguments) throws Exception {
        Process process = ChildJvm.run(ClientFootprint.class, arguments);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().reduce("", (before, line) -> line);
    }

    @Test
    void clientThatWasNeverUsedHasNoThreadAndNoSocket() throws Exception {
        assertThat(outputOf("unused", "200")).isEqualTo("0 threads, 0 sockets, 0 threads after the close");
    }

    @ParameterizedTest
    @ValueSource(strings = {"used", "proxy"})
    void closedClientsLeaveNoHeap(String kind) throws Exception {
        int clients = Soak.size(40, 1_000);
        long left = Long.parseLong(outputOf("heap", kind, String.valueOf(clients)));
        Soak.figure("heap that " + clients + " closed clients leave, " + kind, (double) left, "below " + MEBIBYTE);
        assertThat(left).isLessThan(MEBIBYTE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "tls", "jobs"})
    void classLoaderOfAnApplicationThatWasUndeployedIsCollected(String use) throws Exception {
        assertThat(outputOf("class-loader", use)).isEqualTo("collected");
    }

    @Test
    void idleConnectionIsClosedWithoutAnotherCall() {
        try (RawServer tenant = RawServer.start(RawServer::tenant);
                TestClient client =
                        TestClient.at(tenant.url(), b -> TestClient.unlimited(b).maxIdleTime(Duration.ofMillis(150)))) {
            client.tokens().list().blockLast(SOON);
            assertThat(tenant.openConnections()).isPositive();
            Flux.interval(Duration.ofMillis(5))
                    .takeUntil(i -> tenant.openConnections() == 0)
                    .blockLast(SOON);
            client.tokens().list().blockLast(SOON);
        }
    }
}
