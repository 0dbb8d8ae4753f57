package io.github.sailpat.cli.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class BoundedHttpClientTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Sends a text to one connection, and waits until the other side closes it. */
    private static CompletableFuture<Void> serve(ServerSocket server, String response) {
        return CompletableFuture.runAsync(() -> {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                in.read();
                socket.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // A reset is an end too.
            }
        });
    }

    private static HttpRequest request(ServerSocket server) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                .build();
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab"})
    void aResponseThatStallsIsGivenUpAndItsConnectionClosed(String response) throws Exception {
        try (ServerSocket server = server()) {
            CompletableFuture<Void> closed = serve(server, response);

            assertThatThrownBy(() -> new BoundedHttpClient(Duration.ofMillis(300), 10).send(request(server)))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessage("no whole response within 300 ms");
            closed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefusedBeforeItsEnd() throws Exception {
        try (ServerSocket server = server()) {
            CompletableFuture<Void> closed = serve(server, "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(11));

            assertThatThrownBy(() -> new BoundedHttpClient(LONG, 10).send(request(server)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the body is longer than 10 bytes");
            closed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aBodyOfTheLimitIsWhole() throws Exception {
        try (ServerSocket server = server()) {
            CompletableFuture<Void> closed =
                    serve(server, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n0123456789");

            assertThat(new BoundedHttpClient(LONG, 10).send(request(server)).body())
                    .isEqualTo("0123456789".getBytes(StandardCharsets.US_ASCII));
            closed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aServerThatIsNotThereIsAnIoError() throws Exception {
        HttpRequest request;
        try (ServerSocket server = server()) {
            request = request(server);
        }
        assertThatThrownBy(() -> new BoundedHttpClient(LONG, 10).send(request)).isInstanceOf(IOException.class);
    }
}
