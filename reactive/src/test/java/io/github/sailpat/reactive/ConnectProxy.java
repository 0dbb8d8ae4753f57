package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.List;

/** A proxy that opens tunnels to loopback, whatever host is asked for, to who has the password. */
final class ConnectProxy implements AutoCloseable {
    static final String USER = "proxy-user";
    static final String PASSWORD = "proxy-canary-7f3a";

    private final RawServer server;

    private ConnectProxy(RawServer server) {
        this.server = server;
    }

    static ConnectProxy start() {
        String expected = "proxy-authorization: Basic "
                + Base64.getEncoder().encodeToString((USER + ':' + PASSWORD).getBytes(UTF_8));
        return new ConnectProxy(RawServer.start((request, client) -> {
            if (!request.contains("\r\n" + expected + "\r\n")) {
                // An ill-bred one that quotes what it was sent.
                RawServer.write(
                        client,
                        "HTTP/1.1 407 no " + request.replaceAll("(?s).*Basic (\\S*).*", "$1")
                                + "\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
                client.close();
            } else {
                String target = request.split(" ", 3)[1];
                tunnel(client, Integer.parseInt(target.substring(target.lastIndexOf(':') + 1)));
            }
        }));
    }

    /** One that wants no password, and knows every name as this port of loopback. */
    static ConnectProxy openTo(int port) {
        return new ConnectProxy(RawServer.start((request, client) -> tunnel(client, port)));
    }

    private static void tunnel(Socket client, int port) throws IOException {
        try (Socket tenant = new Socket(InetAddress.getLoopbackAddress(), port)) {
            RawServer.write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            RawServer.daemon(() -> copy(tenant, client));
            copy(client, tenant);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException closed) {
            // One side has ended.
        }
    }

    /** The requests for tunnels. */
    List<String> requests() {
        return server.requests();
    }

    URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }
}
