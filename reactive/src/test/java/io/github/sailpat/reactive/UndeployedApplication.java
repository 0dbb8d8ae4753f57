package io.github.sailpat.reactive;

import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.Secret;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Has its own classes of the library and of all that it uses. It uses a client, and closes it. */
public final class UndeployedApplication {
    private static final Duration SOON = Duration.ofSeconds(20);

    private UndeployedApplication() {}

    /** Throws if a call fails. */
    public static void run(String use) {
        switch (use) {
            case "list" ->
                withClient(
                        RawServer.start(RawServer::tenant), "http://127.0.0.1:", b -> b, UndeployedApplication::list);
            case "tls" ->
                withClient(
                        RawServer.start(Certificates.serverSocket(Certificates.good(), false), RawServer::tenant),
                        "https://localhost:",
                        b -> b.tls(TlsOptions.create(t -> t.trustStore(Certificates.trustStore()))),
                        UndeployedApplication::list);
            case "jobs" ->
                withClient(
                        RawServer.start(UndeployedApplication::answer),
                        "http://127.0.0.1:",
                        b -> b,
                        UndeployedApplication::jobs);
            default -> throw new IllegalArgumentException(use);
        }
        Schedulers.shutdownNow();
    }

    private interface Use {
        void of(PersonalAccessTokens tokens);
    }

    private static void withClient(
            RawServer tenant, String url, UnaryOperator<SailPointClient.Builder> customizer, Use use) {
        try (tenant) {
            SailPointClient client = SailPointClient.create(b ->
                    customizer.apply(TestClient.unlimited(b.baseUrl(URI.create(url + tenant.port()))
                            .clientCredentials("id", Secret.of("secret"))
                            .retryPolicy(RetryPolicy.none()))));
            use.of(client.personalAccessTokens());
            client.disposeLater().block(SOON);
        }
    }

    private static void list(PersonalAccessTokens tokens) {
        tokens.list().blockLast(SOON);
    }

    /** Functions of the application run on other threads. */
    private static void jobs(PersonalAccessTokens tokens) {
        tokens.createAll(
                        Flux.range(0, 5).map(i -> CreatePersonalAccessTokenRequest.create(r -> r.name("n-" + i))),
                        BulkOptions.create(o -> o.handOver(created -> Mono.fromRunnable(created.getSecret()::wipe))))
                .doOnNext(UndeployedApplication::requireSuccess)
                .blockLast(SOON);
        tokens.deleteAll(Flux.just("a", "b"), BulkOptions.standard())
                .doOnNext(UndeployedApplication::requireSuccess)
                .blockLast(SOON);
        RotationOptions options = RotationOptions.create(
                o -> o.shorterLifetime(true).handOver(created -> Mono.delay(Duration.ofMillis(1))));
        tokens.rotate("old", options).block(SOON);
        tokens.rotateAll(Flux.just("old"), options)
                .doOnNext(UndeployedApplication::requireSuccess)
                .blockLast(SOON);
    }

    private static void requireSuccess(BulkOutcome<?, ?> outcome) {
        if (!(outcome instanceof BulkOutcome.Succeeded)) {
            throw new IllegalStateException(outcome.toString());
        }
    }

    private static void answer(String request, Socket connection) throws IOException {
        if (request.startsWith("DELETE")) {
            RawServer.write(connection, "HTTP/1.1 204 No Content\r\n\r\n");
        } else if (request.startsWith("POST /beta")) {
            RawServer.write(
                    connection,
                    RawTenant.json(
                            200,
                            "{\"id\":\"new\",\"secret\":\"s\",\"name\":\"n\",\"created\":\"2026-01-01T00:00:00Z\"}"));
        } else if (request.startsWith("GET")) {
            RawServer.write(
                    connection,
                    RawTenant.json(
                            200,
                            "[{\"id\":\"old\",\"name\":\"old\",\"created\":\"2026-01-01T00:00:00Z\",\"scope\":[]}]"));
        } else {
            RawServer.tenant(request, connection);
        }
    }
}
