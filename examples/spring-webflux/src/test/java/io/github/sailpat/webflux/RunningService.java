package io.github.sailpat.webflux;

import io.github.sailpat.sandbox.SandboxTenant;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.netty.http.client.HttpClient;

/** The service on a port of its own, for a tenant that the test has. */
record RunningService(ConfigurableApplicationContext context) implements AutoCloseable {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    static RunningService of(SandboxTenant tenant, String... more) {
        return with(tenant, TokenService.class, more);
    }

    /** The service with another bean. */
    static RunningService with(SandboxTenant tenant, Class<?> source, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=WARN",
                "--sailpat.base-url=" + tenant.getBaseUrl(),
                "--sailpat.client-id=" + tenant.getClientId(),
                "--sailpat.client-secret=" + tenant.getClientSecret(),
                "--sailpat.rate.requests=0"));
        args.addAll(List.of(more));
        return new RunningService(
                new SpringApplicationBuilder(TokenService.class, source).run(args.toArray(String[]::new)));
    }

    int port() {
        return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /**
     * A client that opens a connection for each request. A request that comes on a connection while the server still
     * ends a response that it sent from a file, without copying, is lost in about one of 2,000 such pairs: Reactor
     * Netty's server does so, and static files of the packed service are not sent in that way.
     */
    WebTestClient client() {
        return WebTestClient.bindToServer(new ReactorClientHttpConnector(HttpClient.newConnection()))
                .baseUrl(uri("").toString())
                .responseTimeout(ANSWER_TIMEOUT)
                .build();
    }

    /** The value of a line of the Prometheus endpoint that begins like this, or the sum of several. */
    double metric(String prefix) {
        String lines = Objects.requireNonNull(client().get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
        return lines.lines()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Override
    public void close() {
        context.close();
    }
}
