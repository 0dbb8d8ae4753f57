package io.github.sailpat.redis;

import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Secret;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;

/**
 * A process of its own: deletes tokens that do not exist, by a client with the shared limit. Its clock is some seconds
 * ahead of those of the others.
 */
final class QuotaProcess {
    private static final Duration SOON = Duration.ofSeconds(Soak.size(110, 280));

    private QuotaProcess() {}

    /** Starts it. It waits for so many processes, and ends when its calls are done. */
    static Process start(
            RedisProcess redis,
            URI tenant,
            String id,
            String secret,
            Duration window,
            int calls,
            int processes,
            Duration ahead)
            throws IOException, URISyntaxException {
        Path tests = Path.of(QuotaProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        // Where the tests run as a module, their classes stand on neither path.
        String classPath = String.join(
                File.pathSeparator,
                tests.resolveSibling("test-classes").toString(),
                tests.toString(),
                System.getProperty("java.class.path", ""),
                System.getProperty("jdk.module.path", ""));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Dsailpat.soak=" + Soak.ON,
                "-cp",
                classPath));
        command.addAll(List.of(
                QuotaProcess.class.getName(),
                redis.uri(),
                tenant.toString(),
                id,
                secret,
                Long.toString(window.toMillis()),
                Integer.toString(calls),
                Integer.toString(processes),
                Long.toString(ahead.toNanos())));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] args) throws InterruptedException {
        URI tenant = URI.create(args[1]);
        Duration window = Duration.ofMillis(Long.parseLong(args[4]));
        if (Soak.ON) { // The tenant counts another version apart: this loads the classes, and nothing else.
            call(tenant, args, 20, b -> b.apiVersion(ApiVersion.V3));
        }
        RedisRateLimiter.Builder settings = new RedisRateLimiter.Builder()
                .uri(args[0])
                .tenant(tenant, args[2], ApiVersion.BETA)
                .rate(100, window);
        long ahead = Long.parseLong(args[7]);
        RedisRateLimiter limiter = new RedisConnector(settings, () -> System.nanoTime() + ahead)
                .connect()
                .block(SOON);
        while (limiter.getProcesses() < Integer.parseInt(args[6])) {
            Thread.sleep(20);
        }
        long before = limiter.getRoundTrips();
        int calls = Integer.parseInt(args[5]);
        call(tenant, args, calls, b -> b.rateLimiter(limiter));
        if (Soak.ON) {
            System.out.printf(
                    "figure: %.2f round trips a request, %d of %d permits granted by itself%n",
                    (limiter.getRoundTrips() - before) / (double) calls, limiter.getLocalGrants(), calls);
        }
        limiter.closeLater().block(SOON);
    }

    private static void call(URI tenant, String[] args, int calls, UnaryOperator<SailPointClient.Builder> customizer) {
        try (SailPointClient client = SailPointClient.create(b -> customizer.apply(
                b.baseUrl(tenant).clientCredentials(args[2], Secret.of(args[3])).deadline(SOON)))) {
            Flux.range(0, calls)
                    .flatMap(
                            i -> client.personalAccessTokens()
                                    .delete("none-" + i)
                                    .onErrorComplete(NotFoundException.class),
                            64)
                    .blockLast(SOON);
        }
    }
}
