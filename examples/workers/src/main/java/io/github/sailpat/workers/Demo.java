package io.github.sailpat.workers;

import io.github.sailpat.sandbox.SandboxTenant;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import redis.embedded.RedisServer;

/**
 * Three workers on an embedded Redis and a sandbox tenant, one of which is killed now and then. Draws the progress, and
 * says at the end what became of the work.
 */
public final class Demo implements AutoCloseable {
    private static final int WORKERS = 3;
    private static final Duration MAX_IDLE = Duration.ofSeconds(3);

    private final int port = freePort();
    private final RedisServer server;
    private final SandboxTenant tenant;
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;
    private final List<Process> workers = new ArrayList<>();
    private int started;
    private int items;

    Demo() throws IOException {
        server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").build();
        server.start();
        tenant = SandboxTenant.start(o -> o.tokens(0).tokensPerOwner(10_000));
        client = RedisClient.create(redisUrl());
        connection = client.connect();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String redisUrl() {
        return "redis://127.0.0.1:" + port;
    }

    SandboxTenant tenant() {
        return tenant;
    }

    RedisCommands<String, String> redis() {
        return connection.sync();
    }

    /** Adds tokens to the tenant, and the work on them to the streams. */
    void addWork(int deletions, int rotations) {
        for (int i = 0; i < deletions; i++) {
            redis().xadd(
                            Worker.DELETIONS,
                            "token",
                            tenant.addToken("stale-" + items++).id());
        }
        for (int i = 0; i < rotations; i++) {
            redis().xadd(
                            Worker.ROTATIONS,
                            "token",
                            tenant.addToken("service-" + items++).id());
        }
    }

    void startWorker() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Worker.class.getName(),
                        "worker-" + started++,
                        Long.toString(MAX_IDLE.toMillis()))
                .inheritIO();
        builder.environment()
                .putAll(Map.of(
                        "REDIS_URL", redisUrl(),
                        "SAIL_BASE_URL", tenant.getBaseUrl().toString(),
                        "SAIL_CLIENT_ID", tenant.getClientId(),
                        "SAIL_CLIENT_SECRET", tenant.getClientSecret(),
                        "MAX_TOKENS", "10000"));
        workers.add(builder.start());
    }

    /** Ends a worker without any chance to tidy up, as {@code kill -9} does. */
    void killWorker(int index) {
        workers.remove(index).destroyForcibly();
    }

    /** A worker ends by itself only if something is wrong. */
    void requireAllRunning() {
        for (Process worker : workers) {
            if (!worker.isAlive()) {
                throw new IllegalStateException("a worker has ended with " + worker.exitValue());
            }
        }
    }

    int items() {
        return items;
    }

    int outcomes() {
        return (int) (redis().hlen(WorkStream.outcomes(Worker.DELETIONS))
                + redis().hlen(WorkStream.outcomes(Worker.ROTATIONS)));
    }

    @Override
    public void close() throws IOException {
        workers.forEach(Process::destroyForcibly);
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        tenant.close();
        server.stop();
    }

    /**
     * Runs the demonstration.
     *
     * @param args the number of tokens to delete, and of those to rotate; by default 150 and 30
     * @throws Exception if it cannot be started
     */
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        try (Demo demo = new Demo()) {
            demo.addWork(
                    args.length > 0 ? Integer.parseInt(args[0]) : 150,
                    args.length > 1 ? Integer.parseInt(args[1]) : 30);
            for (int i = 0; i < WORKERS; i++) {
                demo.startWorker();
            }
            Random random = new Random();
            for (int tick = 1; demo.outcomes() < demo.items(); tick++) {
                Thread.sleep(500);
                demo.requireAllRunning();
                demo.draw(out);
                if (tick % 10 == 0) {
                    demo.killWorker(random.nextInt(WORKERS));
                    demo.startWorker();
                    out.print("  a worker was killed, and another one started");
                }
            }
            demo.draw(out);
            out.println();
            demo.redis().hgetall(WorkStream.outcomes(Worker.ROTATIONS)).values().stream()
                    .limit(3)
                    .forEach(outcome -> out.println("for example: " + outcome));
        }
    }

    private void draw(PrintStream out) {
        int done = outcomes();
        int width = 40 * done / Math.max(1, items);
        out.printf("%n[%s%s] %d of %d", "#".repeat(width), ".".repeat(40 - width), done, items);
    }
}
