package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The process is stopped for longer than a timeout, while a response lies in its socket. */
@DisabledOnOs(OS.WINDOWS)
class StoppedProcessTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    /** Connections with a request that waits for its response. */
    private final SynchronousQueue<Socket> waiting = new SynchronousQueue<>();
    /** What the requests begin with that are not answered at once. */
    private volatile String held = "POST /beta";

    private void answer(String request, Socket connection) throws IOException {
        if (!request.startsWith(held)) {
            RawServer.tenant(request, connection);
            return;
        }
        try {
            waiting.offer(connection, SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void signal(String name, Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** In milliseconds, one after the other: the response timeout, the deadline, the stop. */
    @ParameterizedTest
    @CsvSource({"epoll, 2000, 60000, 3000, 1", "nio, 60000, 3000, 4000, 1"})
    void theResponseIsTaken(String transport, int responseTimeout, int deadline, int stop, int rounds)
            throws Exception {
        stopAndAnswer(transport, responseTimeout, deadline, stop, rounds);
    }

    @ParameterizedTest
    @CsvSource({
        "epoll, 3000, 60000, 4000, 15",
        "nio, 3000, 60000, 4000, 15",
        "epoll, 60000, 3000, 4000, 5",
        "nio, 60000, 3000, 4000, 5",
        "epoll, 20000, 60000, 22000, 5",
        "nio, 20000, 60000, 22000, 5"
    })
    void theResponseIsTakenInEachOfFiftyRounds(
            String transport, int responseTimeout, int deadline, int stop, int rounds) throws Exception {
        Assumptions.assumeTrue(Soak.size(0, 1) == 1);
        stopAndAnswer(transport, responseTimeout, deadline, stop, rounds);
    }

    private void stopAndAnswer(String transport, int responseTimeout, int deadline, int stop, int rounds)
            throws Exception {
        try (RawServer server = RawServer.start(this::answer)) {
            Process child = ChildJvm.start(
                    CreatesInAChild.class,
                    "-Dreactor.netty.native=" + transport.equals("epoll"),
                    "-Dtest.url=" + server.url(),
                    "-Dtest.responseTimeout=" + responseTimeout,
                    "-Dtest.deadline=" + deadline);
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
                for (int round = 0; round < rounds; round++) {
                    child.getOutputStream().write('\n');
                    child.getOutputStream().flush();
                    Socket connection = waiting.poll(SOON.toSeconds(), TimeUnit.SECONDS);
                    signal("STOP", child);
                    RawServer.write(
                            connection,
                            RawTenant.json(
                                    200,
                                    "{\"id\":\"an-id\",\"secret\":\"secret-" + round
                                            + "\",\"name\":\"new\",\"created\":\"2026-01-01T00:00:00Z\"}"));
                    Thread.sleep(stop);
                    signal("CONT", child);
                    assertThat(line(out)).isEqualTo("secret-" + round);
                }
            } finally {
                child.destroyForcibly();
            }
        }
    }

    /** The timeout of the wait for an element. */
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void theRestOfAListIsTaken(String transport) throws Exception {
        stopDuringAList("GET /beta", transport, 4_000, 5_000, connection -> {
            RawServer.write(
                    connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n[");
            Thread.sleep(500); // the process reads it, and waits for an element
            return "{\"id\":\"an-id\"}]";
        });
    }

    /** The timeout of the token endpoint is 10 s. */
    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void theAccessTokenIsTaken(String transport) throws Exception {
        Assumptions.assumeTrue(Soak.size(0, 1) == 1);
        stopDuringAList(
                "POST /oauth/token",
                transport,
                60_000,
                13_000,
                connection -> RawTenant.json(200, "{\"access_token\":\"a-bearer\",\"expires_in\":700}"));
    }

    /** Writes the first part of a response, and returns the rest, which is written when the process is stopped. */
    private interface Response {
        String begin(Socket connection) throws Exception;
    }

    private void stopDuringAList(String stage, String transport, int responseTimeout, int stop, Response response)
            throws Exception {
        try (RawServer server = RawServer.start(this::answer)) {
            Process child = ChildJvm.start(
                    CreatesInAChild.class,
                    "-Dreactor.netty.native=" + transport.equals("epoll"),
                    "-Dtest.url=" + server.url(),
                    "-Dtest.list=true",
                    "-Dtest.responseTimeout=" + responseTimeout,
                    "-Dtest.deadline=60000");
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
                listInAWarmUp(child, out);
                held = stage;
                child.getOutputStream().write('\n');
                child.getOutputStream().flush();
                Socket connection = waiting.poll(SOON.toSeconds(), TimeUnit.SECONDS);
                String rest = response.begin(connection);
                signal("STOP", child);
                RawServer.write(connection, rest);
                Thread.sleep(stop);
                signal("CONT", child);
                assertThat(line(out)).matches("[01] tokens");
            } finally {
                child.destroyForcibly();
            }
        }
    }

    /** So that loading classes is no part of the time that the timeout measures. */
    private static void listInAWarmUp(Process child, BufferedReader out) throws Exception {
        child.getOutputStream().write('\n');
        child.getOutputStream().flush();
        assertThat(line(out)).isEqualTo("0 tokens");
    }

    private static String line(BufferedReader out) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return out.readLine();
                    } catch (IOException e) {
                        return e.toString();
                    }
                })
                .get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
}
