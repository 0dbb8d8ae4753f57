package io.github.sailpat.benchmarks;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.SchedulingBucket;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import io.github.sailpat.redis.RedisRateLimiter;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxRequest;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.redisson.Redisson;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import redis.embedded.RedisServer;

/**
 * Three processes' worth of limiters on one Redis, against a sandbox that allows 100 requests in two seconds: how many
 * 429 each limiter causes, which share of the rate it uses, how many round trips it needs, and what a permit costs that
 * is free.
 */
public final class SharedLimitBenchmark {
    private static final int PERMITS = 100;
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final int PROCESSES = 3;
    private static final int CALLS = 200;
    /** So a call that got a 429 is not sent again. */
    private static final Duration LESS_THAN_RETRY_AFTER = Duration.ofMillis(950);

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_(?:eval|evalsha|get|set):calls=(\\d+)");

    /** The limit of one process, by one of the libraries. */
    private interface Limit extends AutoCloseable {
        <T> Mono<T> limit(Mono<T> call);

        @Override
        default void close() {}
    }

    private interface Opener {
        Limit open(String uri, String key);
    }

    private final PrintStream out;
    private final String uri;

    private SharedLimitBenchmark(PrintStream out, String uri) {
        this.out = out;
        this.uri = uri;
    }

    /**
     * Runs all limiters, one after the other.
     *
     * @param args none
     * @throws Exception if Redis cannot be started
     */
    public static void main(String[] args) throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        RedisServer server =
                RedisServer.newRedisServer().port(port).bind("127.0.0.1").build();
        server.start();
        try {
            SharedLimitBenchmark benchmark = new SharedLimitBenchmark(System.out, "redis://127.0.0.1:" + port);
            benchmark.run("warm-up, not counted", SharedLimitBenchmark::sailpat);
            benchmark.run("RedisRateLimiter", SharedLimitBenchmark::sailpat);
            benchmark.run("bucket4j, greedy", (u, k) -> bucket4j(u, k, false));
            benchmark.run("bucket4j, interval", (u, k) -> bucket4j(u, k, true));
            benchmark.run("Redisson", SharedLimitBenchmark::redisson);
        } finally {
            server.stop();
        }
        System.exit(0);
    }

    private void run(String name, Opener opener) throws Exception {
        List<Limit> limits = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            limits.add(opener.open(uri, "warm"));
        }
        double added = addedMillis(limits.get(0));
        limits.forEach(Limit::close);
        limits.clear();
        for (int i = 0; i < PROCESSES; i++) {
            limits.add(opener.open(uri, name));
        }
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.rateLimit(PERMITS, WINDOW));
                SailPointClient client = SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
                        .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret()))
                        .rateLimiter(RateLimiter.unlimited())
                        .deadline(LESS_THAN_RETRY_AFTER)
                        .retryPolicy(RetryPolicy.none()))) {
            long before = roundTrips();
            Flux.fromIterable(limits)
                    .flatMap(limit -> Flux.range(0, CALLS)
                            .flatMap(
                                    i -> limit.limit(client.personalAccessTokens()
                                            .delete("none-" + i)
                                            .onErrorComplete(SailPointException.class)),
                                    64))
                    .blockLast(SOON);
            double trips = (roundTrips() - before) / (double) (PROCESSES * CALLS);
            List<SandboxRequest> requests = tenant.getLedger().getRequests(Operation.DELETE);
            long refused = requests.stream()
                    .filter(request -> Integer.valueOf(429).equals(request.status()))
                    .count();
            double seconds = (requests.get(requests.size() - 1).arrival()
                            - requests.get(0).arrival())
                    / 1e9;
            double granted = requests.size() - refused;
            double permitted = (granted / PERMITS - 1) * WINDOW.toMillis() / 1e3;
            out.printf(
                    "%-20s %4d of %d were 429   %5.1f s, %.0f grants a second (%3.0f %% of the rate)"
                            + "   %.2f round trips a request   %.2f ms%n",
                    name, refused, requests.size(), seconds, granted / seconds, 100 * permitted / seconds, trips, added);
        }
        limits.forEach(Limit::close);
    }

    /** The median of what a permit costs that is free, every 20 ms. */
    private static double addedMillis(Limit limit) throws InterruptedException {
        double[] millis = new double[60];
        for (int i = 0; i < millis.length; i++) {
            Thread.sleep(20);
            long start = System.nanoTime();
            limit.limit(Mono.just(1)).block(SOON);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis[millis.length / 2];
    }

    private long roundTrips() {
        RedisClient client = RedisClient.create(uri);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            Matcher calls = SCRIPTS.matcher(connection.sync().info("commandstats"));
            long sum = 0;
            while (calls.find()) {
                sum += Long.parseLong(calls.group(1));
            }
            return sum;
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private static Limit sailpat(String uri, String key) {
        RedisRateLimiter limiter = Objects.requireNonNull(RedisRateLimiter.connect(
                        b -> b.uri(uri).key(key).rate(PERMITS, WINDOW))
                .block(SOON));
        return new Limit() {
            @Override
            public <T> Mono<T> limit(Mono<T> call) {
                return limiter.limit(call);
            }

            @Override
            public void close() {
                limiter.closeLater().block(SOON);
            }
        };
    }

    private static Limit bucket4j(String uri, String key, boolean interval) {
        RedisClient client = RedisClient.create(uri);
        Bandwidth bandwidth = interval
                ? Bandwidth.builder()
                        .capacity(PERMITS)
                        .refillIntervally(PERMITS, WINDOW)
                        .build()
                : Bandwidth.builder()
                        .capacity(PERMITS)
                        .refillGreedy(PERMITS, WINDOW)
                        .build();
        BucketConfiguration configuration =
                BucketConfiguration.builder().addLimit(bandwidth).build();
        SchedulingBucket bucket = Bucket4jLettuce.casBasedBuilder(client)
                .build()
                .asAsync()
                .builder()
                .build(
                        ("bucket4j:" + key + interval).getBytes(StandardCharsets.UTF_8),
                        () -> CompletableFuture.completedFuture(configuration))
                .asScheduler();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        return new Limit() {
            @Override
            public <T> Mono<T> limit(Mono<T> call) {
                return Mono.fromFuture(() -> bucket.consume(1, timer)).then(call);
            }

            @Override
            public void close() {
                timer.shutdownNow();
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        };
    }

    private static Limit redisson(String uri, String key) {
        Config config = new Config();
        config.useSingleServer().setAddress(uri);
        RedissonClient client = Redisson.create(config);
        RRateLimiter limiter = client.getRateLimiter("redisson:" + key);
        limiter.trySetRate(RateType.OVERALL, PERMITS, WINDOW);
        return new Limit() {
            @Override
            public <T> Mono<T> limit(Mono<T> call) {
                return Mono.fromCompletionStage(() -> limiter.acquireAsync(1)).then(call);
            }

            @Override
            public void close() {
                client.shutdown();
            }
        };
    }
}
