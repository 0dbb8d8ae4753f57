package io.github.sailpat.reactive.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

/** A proxy whose host name has several addresses. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have no 127.0.0.2, and another accept queue")
class ProxyAddressResolverTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String FIRST = "127.0.0.2";
    private static final String SECOND = "127.0.0.3";

    private final LoopResources loops = LoopResources.create("proxy-address", 1, true);
    private final ProxyAddressResolver addresses = new ProxyAddressResolver(loops, Duration.ofSeconds(15));
    private final List<Socket> queue = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : queue) {
            socket.close();
        }
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(SOON);
    }

    private static ServerSocket listen(String address, int port, int backlog) throws IOException {
        return new ServerSocket(port, backlog, InetAddress.getByName(address));
    }

    /** Fills the accept queue of a server, which drops packets from then on. */
    private void fill(ServerSocket server) throws IOException {
        for (int i = 0; i < 100; i++) {
            Socket socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new IllegalStateException("the queue has no end");
    }

    private static List<InetAddress> both(String host) throws UnknownHostException {
        return List.of(InetAddress.getByName(FIRST), InetAddress.getByName(SECOND));
    }

    private String resolve(int port) {
        return addresses
                .resolve(ProxyAddressResolverTest::both, "proxy.example", port)
                .block(SOON);
    }

    @Test
    void firstAddressThatAcceptsConnectionsIsTaken() throws IOException {
        try (ServerSocket first = listen(FIRST, 0, 50);
                ServerSocket second = listen(SECOND, first.getLocalPort(), 50)) {
            assertThat(resolve(second.getLocalPort())).isEqualTo(FIRST);
        }
    }

    @Test
    void addressThatRefusesIsPassedOver() throws IOException {
        try (ServerSocket second = listen(SECOND, 0, 50)) {
            assertThat(resolve(second.getLocalPort())).isEqualTo(SECOND);
        }
    }

    @Test
    void addressThatDropsPacketsIsPassedOverBeforeTheConnectTimeout() throws IOException {
        try (ServerSocket second = listen(SECOND, 0, 50);
                ServerSocket hole = listen(FIRST, second.getLocalPort(), 1)) {
            fill(hole);
            long start = System.nanoTime();

            assertThat(resolve(second.getLocalPort())).isEqualTo(SECOND);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void withoutAReachableAddressTheFirstIsTaken() throws IOException {
        int port;
        try (ServerSocket gone = listen(SECOND, 0, 50)) {
            port = gone.getLocalPort();
        }
        assertThat(resolve(port)).isEqualTo(FIRST);
    }

    @Test
    void nameWithoutAnAddressIsAnError() {
        StepVerifier.create(addresses.resolve(
                        host -> {
                            throw new UnknownHostException(host);
                        },
                        "proxy.example",
                        1))
                .expectError(UnknownHostException.class)
                .verify(SOON);
    }
}
