package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Every operation against every answer that is too much, and against the servers of them, in one small heap. Prints for
 * each the operation, the answer, the milliseconds and what became of it, and whether the answer is still read after that.
 */
final class LargeResponses {
    private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n";

    /** The operations, each with how its request begins. */
    private static final Map<String, String> OPERATIONS = Map.of(
            "create", "POST /beta/",
            "list", "GET /",
            "patch", "PATCH /",
            "delete", "DELETE /",
            "fetch", "POST /oauth/");

    private LargeResponses() {}

    @FunctionalInterface
    interface Body {
        void write(String open, OutputStream out) throws IOException;
    }

    public static void main(String[] args) throws Exception {
        Map<String, Body> bodies = bodies();
        Flux.fromIterable(OPERATIONS.keySet())
                .flatMap(operation -> Flux.fromIterable(bodies.entrySet())
                        .map(body -> Mono.defer(() -> attempt(operation, body.getKey(), body.getValue()))))
                .flatMap(attempt -> attempt, 8)
                .doOnNext(System.out::println)
                .blockLast(Duration.ofSeconds(60));
    }

    private static Mono<String> attempt(String operation, String name, Body body) {
        AtomicInteger writing = new AtomicInteger();
        RawServer server = RawServer.start((request, connection) -> {
            if (request.startsWith(OPERATIONS.get(operation))) {
                writing.incrementAndGet();
                try (connection) {
                    body.write(operation.equals("list") ? "[{" : "{", connection.getOutputStream());
                } finally {
                    writing.decrementAndGet();
                }
            } else {
                RawServer.tenant(request, connection);
            }
        });
        TestClient client = TestClient.at(
                server.url(),
                b -> TestClient.unlimited(b)
                        .retryPolicy(RetryPolicy.none())
                        .responseTimeout(Duration.ofSeconds(1))
                        .deadline(Duration.ofSeconds(2)));
        return Flux.from(call(operation, client.tokens()))
                .then(Mono.just("completed"))
                .onErrorResume(e -> Mono.just(e.getClass().getSimpleName()))
                .elapsed()
                .map(timed -> String.join(" ", operation, name, timed.getT1().toString(), timed.getT2()))
                .delayUntil(line -> Mono.delay(Duration.ofMillis(20))
                        .repeat(100, () -> writing.get() > 0)
                        .then())
                .map(line -> line + (writing.get() > 0 ? " and is still read" : ""))
                .delayUntil(line -> client.client().disposeLater())
                .doFinally(end -> server.close());
    }

    private static Publisher<?> call(String operation, PersonalAccessTokens tokens) {
        return switch (operation) {
            case "create" -> tokens.create(r -> r.name("x"));
            case "patch" -> tokens.patch("id", p -> p.name("x"));
            case "delete" -> tokens.delete("id");
            default -> tokens.list();
        };
    }

    private static Map<String, Body> bodies() throws IOException {
        byte[] bomb = bomb();
        Map<String, Body> bodies = new LinkedHashMap<>();
        bodies.put("endless-text", (open, out) -> endless(out, OK + "\r\n" + open + "\"id\":\"", "x"));
        bodies.put("endless-space", (open, out) -> endless(out, OK + "\r\n", " "));
        bodies.put("endless-fields", (open, out) -> endless(out, OK + "\r\n" + open, "\"a\":1,"));
        bodies.put("endless-tail", (open, out) -> endless(out, OK + "\r\n" + (open.equals("{") ? "{}" : "[]"), " "));
        bodies.put("endless-error", (open, out) -> endless(out, OK.replace("200", "403") + "\r\n" + open, "\"a\":1,"));
        bodies.put("endless-header", (open, out) -> endless(out, OK + "X: ", "x"));
        bodies.put("endless-headers", (open, out) -> endless(out, OK, "X: x\r\n"));
        bodies.put("endless-status", (open, out) -> endless(out, "HTTP/1.1 200 ", "x"));
        bodies.put("endless-hints", (open, out) -> endless(out, "", "HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n"));
        bodies.put("endless-extension", (open, out) -> endless(out, chunked() + "1;", "x"));
        bodies.put("endless-trailers", (open, out) -> endless(out, chunked() + "2\r\n[]\r\n0\r\n", "X: x\r\n"));
        bodies.put("header-of-20-kB", (open, out) -> write(out, OK + "X: " + "x".repeat(20_000) + "\r\n\r\n[]"));
        bodies.put(
                "nested-100000",
                (open, out) -> write(
                        out, OK + "\r\n" + open + "\"scope\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}]"));
        bodies.put(
                "nested-a-million",
                (open, out) -> write(out, OK + "\r\n" + open + "\"name\":" + "[".repeat(1_000_000)));
        bodies.put(
                "number-of-a-million",
                (open, out) -> write(
                        out, OK + "\r\n" + open + "\"accessTokenValiditySeconds\":" + "9".repeat(1_000_000) + "}]"));
        bodies.put("gzip-of-300-MB", (open, out) -> {
            write(out, OK + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
            out.write(bomb);
        });
        return bodies;
    }

    private static String chunked() {
        return OK + "Transfer-Encoding: chunked\r\n\r\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
    }

    private static void endless(OutputStream out, String begin, String more) throws IOException {
        write(out, begin);
        byte[] piece = more.repeat(Math.max(1, 8_192 / more.length())).getBytes(ISO_8859_1);
        while (true) {
            out.write(piece);
        }
    }

    /** Members of a gzip file may follow each other (RFC 1952 section 2.2). */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(member)) {
            gzip.write(" ".repeat(1 << 20).getBytes(ISO_8859_1));
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            member.writeTo(all);
        }
        return all.toByteArray();
    }
}
