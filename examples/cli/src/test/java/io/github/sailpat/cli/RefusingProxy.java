package io.github.sailpat.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy of bare sockets that remembers what it was asked for, and wants NTLM. */
public final class RefusingProxy implements AutoCloseable {
    private static final String REFUSAL =
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n";

    private final ServerSocket server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private RefusingProxy(ServerSocket server) {
        this.server = server;
    }

    public static RefusingProxy start() {
        try {
            RefusingProxy proxy = new RefusingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(proxy::serve, "proxy");
            thread.setDaemon(true);
            thread.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                requests.add(head(socket.getInputStream()));
                socket.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                // The next one, or the end.
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }

    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
