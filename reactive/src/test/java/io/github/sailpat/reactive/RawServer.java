package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of bare sockets: it remembers what came, and answers what a test says, down to the byte. */
final class RawServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");

    /** Answers a request, on a thread of its connection. */
    @FunctionalInterface
    interface Answer {
        void write(String request, Socket connection) throws IOException;
    }

    private final ServerSocket server;
    private final Answer answer;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger serving = new AtomicInteger();

    private RawServer(ServerSocket server, Answer answer) {
        this.server = server;
        this.answer = answer;
    }

    static RawServer start(Answer answer) {
        try {
            return start(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawServer start(ServerSocket socket, Answer answer) {
        RawServer server = new RawServer(socket, answer);
        daemon(server::accept);
        return server;
    }

    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Responds to any API call with an empty list, and to the token endpoint with an access token. */
    static void tenant(String request, Socket connection) throws IOException {
        String body =
                request.startsWith("POST /oauth/token") ? "{\"access_token\":\"a-bearer\",\"expires_in\":700}" : "[]";
        write(connection, "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(ISO_8859_1));
        connection.getOutputStream().flush();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                serving.incrementAndGet();
                daemon(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            for (String request = read(socket); request != null; request = read(socket)) {
                requests.add(request);
                answer.write(request, socket);
            }
        } catch (IOException gone) {
            // The client has closed the connection, or broken off the handshake.
        } finally {
            serving.decrementAndGet();
        }
    }

    private static String read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            text.append((char) b);
        }
        Matcher length = LENGTH.matcher(text.toString().toLowerCase(Locale.ROOT));
        if (length.find()) {
            text.append(new String(in.readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1));
        }
        return text.toString();
    }

    /** Whole requests, decrypted. */
    List<String> requests() {
        return requests;
    }

    /** So that what came does not add up. */
    void forget() {
        requests.clear();
        sockets.removeIf(Socket::isClosed);
    }

    int connections() {
        return sockets.size();
    }

    /** How many connections have not ended yet. */
    int openConnections() {
        return serving.get();
    }

    int port() {
        return server.getLocalPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
