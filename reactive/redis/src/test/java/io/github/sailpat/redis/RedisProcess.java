package io.github.sailpat.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A real Redis, whose program comes with the test's libraries. It can be stopped, started again, and suspended. */
final class RedisProcess implements AutoCloseable {
    /** A node of a cluster has a second port, 10,000 above. */
    private static final int HIGHEST_PORT = 55_000;

    private final int port;
    private final List<String> options;
    private String password = "";
    private Process process;

    private RedisProcess(int port, List<String> options) {
        this.port = port;
        this.options = options;
    }

    static RedisProcess start(String... options) {
        return start(freePort(), List.of(options));
    }

    /** A Sentinel, which writes to its settings. */
    static RedisProcess startSentinel(Path settings) {
        int port = freePort();
        return start(port, List.of(settings.toString(), "--port", Integer.toString(port), "--sentinel"));
    }

    private static RedisProcess start(int port, List<String> options) {
        RedisProcess redis = new RedisProcess(port, options);
        redis.launch();
        return redis;
    }

    /** A Redis with TLS, or {@code null} if the program does not have it. */
    static @Nullable RedisProcess startTls(String certificate, String key) throws IOException {
        int port = freePort();
        RedisProcess redis = new RedisProcess(
                port,
                List.of(
                        "--port",
                        "0",
                        "--tls-port",
                        Integer.toString(port),
                        "--tls-cert-file",
                        certificate,
                        "--tls-key-file",
                        key,
                        "--tls-ca-cert-file",
                        certificate,
                        "--tls-auth-clients",
                        "no"));
        redis.run();
        await("Redis listens, or has ended", () -> !redis.process.isAlive() || redis.listens());
        return redis.process.isAlive() ? redis : null;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() > HIGHEST_PORT ? freePort() : socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void launch() {
        try {
            run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("Redis answers", this::answers);
    }

    private void run() throws IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "redis");
        List<String> command = new ArrayList<>(List.of(ExecutableProvider.newJarResourceProvider(directory.toFile())
                .get()
                .getAbsolutePath()));
        if (!options.contains("--sentinel")) {
            command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
        }
        command.addAll(options);
        process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        // For a test that was cut off, or that shares one Redis with others.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return answer.read() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    void stop() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("Redis does not stop");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Stops the process without ending it: its connections stay open, and nothing is answered. */
    void suspend() {
        signal("-STOP");
    }

    void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        Processes.signal(process, signal);
    }

    /** With the password that {@link #call} needs. */
    RedisProcess authenticated(String value) {
        password = value;
        return this;
    }

    /** Runs commands on a connection of their own. */
    <T> T call(Function<RedisCommands<String, String>, T> commands) {
        RedisURI address = RedisURI.create(uri());
        if (!password.isEmpty()) {
            address.setCredentialsProvider(new StaticCredentialsProvider(null, password.toCharArray()));
        }
        RedisClient client = RedisClient.create(address);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return commands.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    static void await(String what, BooleanSupplier condition) {
        await(what, Duration.ofSeconds(20), condition);
    }

    static void await(String what, Duration within, BooleanSupplier condition) {
        long end = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + within + ": " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
