package io.github.sailpat.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisScriptingAsyncCommands;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Connects a {@link RedisRateLimiter}: opens the connection, and runs the script once. */
final class RedisConnector {
    /** A connection that is lost as soon as it was opened is opened again by Lettuce. */
    private static final Retry RECONNECT = Retry.fixedDelay(3, Duration.ofMillis(50))
            .scheduler(Schedulers.parallel())
            .filter(error -> !(error instanceof RedisCommandExecutionException))
            .onRetryExhaustedThrow((retry, signal) -> signal.failure());

    private static final Duration START_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);

    private final RedisRateLimiter.Builder settings;
    private final String key;
    private final SharedRate rate;
    private final LongSupplier clock;

    /** By a clock in nanoseconds that never jumps. Only its differences count. */
    RedisConnector(RedisRateLimiter.Builder settings, LongSupplier clock) {
        if (settings.key == null) {
            throw new IllegalArgumentException("tenant or key is required");
        }
        this.settings = settings;
        this.key = settings.key;
        this.rate = SharedRate.of(settings.permits, settings.window);
        this.clock = clock;
    }

    Mono<RedisRateLimiter> connect() {
        StatefulRedisConnection<String, String> connection = settings.connection;
        StatefulRedisClusterConnection<String, String> cluster = settings.clusterConnection;
        RedisClient client = settings.client;
        RedisURI clientUri = settings.clientUri;
        String uri = settings.uri;
        if (connection != null) {
            return start(LettuceConnection.given(connection), StatefulRedisConnection::async, "the given connection");
        }
        if (cluster != null) {
            return start(
                    LettuceConnection.given(cluster), StatefulRedisClusterConnection::async, "the given connection");
        }
        if (client != null && clientUri != null) {
            return open(client, clientUri, Mono.empty());
        }
        if (uri != null) {
            return openOwn(uri);
        }
        throw new IllegalArgumentException("uri, client or connection is required");
    }

    private Mono<RedisRateLimiter> openOwn(String uri) {
        RedisURI address = parse(uri);
        address.setTimeout(START_TIMEOUT);
        if (settings.password != null) {
            address.setCredentialsProvider(new StaticCredentialsProvider(
                    settings.user, settings.password.reveal().toCharArray()));
        }
        ClientResources resources = ClientResources.builder()
                .reconnectDelay(Delay.constant(RECONNECT_DELAY))
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        RedisClient client = RedisClient.create(resources, address);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofSeconds(2))
                        .keepAlive(true)
                        .build())
                .build());
        Mono<Void> shutdown = Mono.fromCompletionStage(() -> client.shutdownAsync(0, 2, TimeUnit.SECONDS))
                .onErrorComplete()
                .then(Mono.<Void>create(
                        sink -> resources.shutdown(0, 2, TimeUnit.SECONDS).addListener(done -> sink.success())))
                .cache();
        return Mono.usingWhen(
                Mono.just(client),
                open -> open(open, address, shutdown),
                open -> Mono.empty(),
                (open, error) -> shutdown,
                open -> shutdown);
    }

    /** The message of Lettuce's own exception may repeat the password. */
    private static RedisURI parse(String uri) {
        try {
            return RedisURI.create(uri);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the URI of Redis is invalid: it has the form redis://[[user:]password@]host[:port][/database]");
        }
    }

    private Mono<RedisRateLimiter> open(RedisClient client, RedisURI address, Mono<Void> shutdown) {
        Supplier<CompletionStage<StatefulRedisConnection<String, String>>> opener =
                () -> client.connectAsync(StringCodec.UTF8, address);
        String where = address.getHost() == null ? "the given address" : address.getHost() + ':' + address.getPort();
        return Mono.fromCompletionStage(() -> LettuceConnection.open(opener, shutdown))
                .timeout(START_TIMEOUT)
                .onErrorMap(error -> RedisFailure.connecting(where, error))
                .flatMap(connection -> start(connection, StatefulRedisConnection::async, where));
    }

    private <C extends StatefulConnection<String, String>> Mono<RedisRateLimiter> start(
            LettuceConnection<C> connection,
            Function<C, RedisScriptingAsyncCommands<String, String>> commands,
            String where) {
        LettuceStore<C> store = new LettuceStore<>(connection, commands, key, new RateLimitScript(rate));
        String process = processId();
        SharedRateLimiter permits = new SharedRateLimiter(rate, process, store, Schedulers.parallel(), clock);
        return Mono.fromCompletionStage(permits::start)
                .retryWhen(RECONNECT)
                .timeout(START_TIMEOUT)
                .onErrorMap(error -> RedisFailure.running(where, key, error))
                .onErrorResume(error -> store.close().onErrorComplete().then(Mono.error(error)))
                .then(Mono.fromSupplier(() -> {
                    store.onDisconnected(permits::disconnected);
                    return new RedisRateLimiter(
                            permits, store, new RedisLease<>(connection, commands, key, process), key);
                }));
    }

    /** Unique, and not from a source of randomness that blocks. */
    private static String processId() {
        return ProcessHandle.current().pid() + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }
}
