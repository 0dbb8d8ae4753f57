package io.github.sailpat.webflux;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One page in a headless browser, driven by the DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final long SECONDS = 60;
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
    private static final Pattern PAGE = Pattern.compile("\"webSocketDebuggerUrl\": \"([^\"]+/devtools/page/[^\"]+)\"");
    private static final Pattern VALUE = Pattern.compile("\"value\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
    private final Process process;
    private final WebSocket socket;
    private int id;

    private Chromium(Process process) throws Exception {
        this.process = process;
        String address = address(process.inputReader());
        HttpRequest open = HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?about:blank"))
                .method("PUT", HttpRequest.BodyPublishers.noBody())
                .build();
        Matcher page = PAGE.matcher(http.send(open, BodyHandlers.ofString()).body());
        if (!page.find()) {
            throw new IOException("no page was opened");
        }
        socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(page.group(1)), new Replies(replies))
                .get(SECONDS, TimeUnit.SECONDS);
    }

    /** The program: of the system property {@code chromium}, or on the path; {@code null} if there is none. */
    static String find() {
        return Stream.concat(
                        Stream.ofNullable(System.getProperty("chromium")),
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                                        .map(name -> Path.of(directory, name).toString())))
                .filter(path -> new File(path).canExecute())
                .findFirst()
                .orElse(null);
    }

    static Chromium open(String program, Path profile) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        program,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile))
                .redirectErrorStream(true)
                .start();
        try {
            return new Chromium(process);
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String address(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                return listening.group(1);
            }
        }
        throw new IOException("the browser has ended");
    }

    void go(URI page) throws Exception {
        send("Page.navigate", "{\"url\":\"" + page + "\"}");
    }

    /** The value of an expression, as text. */
    String evaluate(String expression) throws Exception {
        String quoted = expression.replace("\\", "\\\\").replace("\"", "\\\"");
        Matcher value = VALUE.matcher(
                send("Runtime.evaluate", "{\"returnByValue\":true,\"expression\":\"String(" + quoted + ")\"}"));
        return value.find() ? value.group(1) : "";
    }

    private String send(String method, String parameters) throws Exception {
        id++;
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true)
                .get(SECONDS, TimeUnit.SECONDS);
        String reply = replies.poll(SECONDS, TimeUnit.SECONDS);
        if (reply == null || !reply.startsWith("{\"id\":" + id + ",")) {
            throw new IOException("no reply to " + method + ": " + reply);
        }
        return reply;
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    /** Gathers each message until its last part. */
    private static final class Replies implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();
        private final BlockingQueue<String> replies;

        Replies(BlockingQueue<String> replies) {
            this.replies = replies;
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                replies.add(message.toString());
                message.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
