package io.github.sailpat.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.SandboxTenant;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The tenant sends no faster than an HTTP client of the service reads. */
class BackpressureTest {
    private static final long MIB = 1024 * 1024;
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final String OPEN_LISTS = "reactor_netty_connection_provider_active_connections";

    private static Socket request(RunningService service) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port()), TIMEOUT_MILLIS);
        socket.getOutputStream()
                .write("GET /tokens HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void clientThatPausesPausesTheTenantAndOneThatGoesAwayEndsTheList() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.generatedTokens(1_000_000));
                RunningService service = RunningService.of(tenant)) {
            long heapBefore = heapInUse();
            try (Socket socket = request(service)) {
                InputStream in = socket.getInputStream();
                assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");

                long sent = Await.standstill("the tenant pauses", tenant.getLedger()::getListBytesWritten);

                assertThat(sent).isPositive().isLessThan(40 * MIB);
                assertThat(heapInUse() - heapBefore).isLessThan(24 * MIB);
                assertThat(service.metric(OPEN_LISTS)).isOne();
                in.readNBytes((int) (8 * MIB));
                Await.until("the tenant goes on", () -> tenant.getLedger().getListBytesWritten() > sent);
            }
            Await.until("the list's connection is closed", () -> service.metric(OPEN_LISTS) == 0);
            assertThat(tenant.getLedger().getListBytesWritten()).isLessThan(100 * MIB);
        }
    }

    @Test
    void listOfAnySizeComesToItsEnd() throws Exception {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.generatedTokens(100_000));
                RunningService service = RunningService.of(tenant)) {
            long lines = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(service.uri("/tokens")).build(), BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("{") && line.endsWith("}"))
                    .count();

            assertThat(lines).isEqualTo(100_000);
        }
    }
}
