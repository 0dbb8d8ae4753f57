package io.github.sailpat.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A bare socket: shows which bytes come, and how it ends. */
final class RawConnection implements AutoCloseable {

    /** How the stream of bytes ended. */
    enum End {
        /** FIN. */
        CLOSED,
        /** RST. */
        RESET,
        /** Nothing more came, for as long as was waited. */
        OPEN
    }

    /** What came. */
    record Received(String text, End end) {
        String head() {
            int split = text.indexOf("\r\n\r\n");
            return split < 0 ? text : text.substring(0, split);
        }

        String body() {
            int split = text.indexOf("\r\n\r\n");
            return split < 0 ? "" : text.substring(split + 4);
        }
    }

    private final SandboxTenant tenant;
    private final Socket socket;

    RawConnection(SandboxTenant tenant) throws IOException {
        this.tenant = tenant;
        this.socket =
                new Socket(InetAddress.getLoopbackAddress(), tenant.getBaseUrl().getPort());
    }

    RawConnection create(String bearer, String body) throws IOException {
        return send("POST /beta/personal-access-tokens HTTP/1.1\r\nHost: " + host() + "\r\nAuthorization: Bearer "
                + bearer + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    RawConnection list(String bearer) throws IOException {
        return send("GET /beta/personal-access-tokens HTTP/1.1\r\nHost: " + host() + "\r\nAuthorization: Bearer "
                + bearer + "\r\n\r\n");
    }

    RawConnection send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Reads to the end, or until nothing has come for so long. */
    Received receive(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        End end = End.CLOSED;
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                bytes.write(b);
            }
        } catch (SocketTimeoutException e) {
            end = End.OPEN;
        } catch (SocketException e) {
            end = End.RESET;
        }
        return new Received(bytes.toString(StandardCharsets.UTF_8), end);
    }

    private String host() {
        return tenant.getBaseUrl().getAuthority();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
