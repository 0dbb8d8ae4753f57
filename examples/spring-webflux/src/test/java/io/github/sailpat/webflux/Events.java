package io.github.sailpat.webflux;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The events of a bulk request, as a client that knows nothing of Reactor sees them: {@code name data}. */
final class Events {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** Reads all of them, until the service ends the stream. */
    static Events read(RunningService service, List<String> lines) {
        return new Events().readAll(service, lines);
    }

    Events readAll(RunningService service, List<String> lines) {
        HttpRequest request = HttpRequest.newBuilder(service.uri("/tokens/delete"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(String.join("\n", lines) + "\n"))
                .build();
        try {
            HttpResponse<Stream<String>> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
            StringBuilder event = new StringBuilder();
            answer.body().forEach(line -> {
                if (line.isEmpty()) {
                    seen.add(event.toString());
                    event.setLength(0);
                } else {
                    event.append(event.isEmpty() ? "" : " ").append(line.substring(line.indexOf(':') + 1));
                }
            });
            return this;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static String line(String id) {
        return "{\"id\":\"" + id + "\"}";
    }

    List<String> of(String name) {
        return seen.stream().filter(event -> event.startsWith(name + " ")).toList();
    }

    long outcomes(String outcome) {
        return of("outcome").stream()
                .filter(event -> event.contains("\"outcome\":\"" + outcome + "\""))
                .count();
    }

    String last() {
        return seen.get(seen.size() - 1);
    }
}
