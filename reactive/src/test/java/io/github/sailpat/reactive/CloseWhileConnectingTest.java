package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Calls whose connection is being opened end at once when their client is closed. */
class CloseWhileConnectingTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static void assertCallEndsAtOnce(
            URI url, UnaryOperator<SailPointClient.Builder> customizer, CountDownLatch reached) throws Exception {
        SailPointClient client = SailPointClient.create(b -> customizer.apply(b.baseUrl(url)
                .connectTimeout(Duration.ofSeconds(30))
                .deadline(Duration.ofSeconds(50))
                .clientCredentials("id", Secret.of("a-secret"))));
        Ending<?> call = Ending.of(client.personalAccessTokens().delete("x"));
        assertThat(reached.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        long closed = System.nanoTime();
        client.close();

        call.assertEndedAtOnce(closed);
        assertThat(call.error()).isInstanceOf(ClientClosedException.class);
        assertThat(((ClientClosedException) call.error()).isMaybeApplied()).isFalse();
        client.disposeLater().block(SOON);
    }

    @Test
    void nameServerIsSilent() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicReference<Thread> answering = new AtomicReference<>();
        try (TraceLog log = TraceLog.start()) {
            assertCallEndsAtOnce(
                    URI.create("https://acme.example"),
                    b -> b.hostResolver(host -> {
                        asked.countDown();
                        awaitUninterruptibly(answer);
                        answering.set(Thread.currentThread());
                        return List.of(InetAddress.getLoopbackAddress());
                    }),
                    asked);

            answer.countDown();
            Conditions.await(() -> answering.get() != null && isIdle(answering.get()));
            assertThat(log.lines())
                    .as("the answer that nobody waits for")
                    .noneMatch(line -> line.startsWith("ERROR") || line.startsWith("WARN"));
        } finally {
            answer.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch answer) {
        try {
            answer.await(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isIdle(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    /** The kernel drops the SYN of a connection for which there is no place in the queue of the listening socket. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void synIsNotAnswered() throws Exception {
        List<Socket> queued = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Assumptions.assumeTrue(fillQueue(server, queued));
            CountDownLatch connecting = new CountDownLatch(1);
            assertCallEndsAtOnce(
                    URI.create("http://127.0.0.1:" + server.getLocalPort()),
                    b -> b.httpClient(http -> http.doOnConnect(config -> connecting.countDown())),
                    connecting);
        } finally {
            for (Socket socket : queued) {
                socket.close();
            }
        }
    }

    private static boolean fillQueue(ServerSocket server, List<Socket> queued) throws IOException {
        for (int i = 0; i < 50; i++) {
            Socket socket = new Socket();
            queued.add(socket);
            try {
                socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
            } catch (SocketTimeoutException full) {
                return true;
            }
        }
        return false;
    }
}
