package io.github.sailpat.redis;

import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Secret;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A rate limiter that several processes share by Redis: at most a number of requests in any window, whoever sends them.
 * A {@link #pause} of one process is a pause of all. Redis decides by its own clock, in one script on one key.
 *
 * <p>While Redis does not reply, each process grants its share by itself: the number of permits divided by the number
 * of processes that were alive last. It notices that at once if the connection is lost, otherwise within 700 ms, logs
 * it once at WARN, and shares the limit again when Redis replies.
 *
 * <p>Thread-safe. Permits are granted on {@link reactor.core.scheduler.Schedulers#parallel()}. Close it after the
 * clients that use it.
 */
public final class RedisRateLimiter implements RateLimiter, AutoCloseable {
    private final SharedRateLimiter permits;
    private final PermitStore store;
    private final RedisLease<?> lease;
    private final String key;

    RedisRateLimiter(SharedRateLimiter permits, PermitStore store, RedisLease<?> lease, String key) {
        this.permits = permits;
        this.store = store;
        this.lease = lease;
        this.key = key;
    }

    /**
     * Connects to Redis and runs the script once.
     *
     * @param customizer sets up the builder
     * @return the limiter; a {@link RedisRateLimiterException} if Redis is not reachable within five seconds, refuses
     *     the credentials or the script, or if the key belongs to something else; an {@link IllegalArgumentException}
     *     if a setting is invalid. A cancel closes an own client
     */
    public static Mono<RedisRateLimiter> connect(UnaryOperator<Builder> customizer) {
        return Mono.defer(() -> new RedisConnector(customizer.apply(new Builder()), System::nanoTime).connect());
    }

    @Override
    public <T> Flux<T> limit(Flux<T> source) {
        return permits.limit(source);
    }

    /**
     * Pauses all processes: this one at once, and the others within one second. Without Redis only this one, until
     * Redis is back.
     *
     * @param duration the time from now on; at most one hour is applied
     */
    @Override
    public void pause(Duration duration) {
        permits.pause(duration);
    }

    @Override
    public Duration getRemainingPause() {
        return permits.getRemainingPause();
    }

    /**
     * Whether Redis has replied last time.
     *
     * @return {@code false} while this process uses its share of the limit by itself
     */
    public boolean isShared() {
        return permits.isConnected();
    }

    /**
     * The number of processes that share the limit.
     *
     * @return the number that Redis has counted last, at least one
     */
    public int getProcesses() {
        return permits.processes();
    }

    /**
     * The number of subscribers that wait for a permit in this process.
     *
     * @return the number
     */
    public int getWaiting() {
        return permits.waiting();
    }

    /**
     * The number of times that this process has asked Redis.
     *
     * @return the number of round trips since the start
     */
    public long getRoundTrips() {
        return permits.reports();
    }

    /**
     * The number of permits that this process has granted by itself, without Redis.
     *
     * @return the number since the start
     */
    public long getLocalGrants() {
        return permits.localGrants();
    }

    /**
     * Chooses one of the processes of this limiter, for what only one of them has to do. The one that has the lease
     * keeps it by asking again before it ends. If it does not, because it has died, the next one that asks gets it.
     * Redis has it in a key of its own: that of the limit, a colon, and the task.
     *
     * @param task what it is for, for example {@code audit}
     * @param duration how long no other process gets it, from now on; at least one millisecond
     * @return whether this process has it; a {@link RedisRateLimiterException} if Redis does not reply within five
     *     seconds or refuses it. Each subscription asks once. After a cancel the process may have it
     */
    public Mono<Boolean> acquireLease(String task, Duration duration) {
        return lease.acquire(task, duration);
    }

    /** Closes the limiter without waiting; see {@link #closeLater()}. */
    @Override
    public void close() {
        closeLater().subscribe();
    }

    /**
     * Tells the others that this process has left, and closes the connection if it is an own one. Subscribers that
     * still wait are granted the share of this process.
     *
     * @return completes when that is done
     */
    public Mono<Void> closeLater() {
        return Mono.fromCompletionStage(permits::close)
                .timeout(Duration.ofNanos(PendingReport.TIMEOUT), Mono.empty())
                .then(Mono.defer(store::close));
    }

    @Override
    public String toString() {
        return "RedisRateLimiter[" + key + ", " + permits + ']';
    }

    /** Builds a {@link RedisRateLimiter}. */
    public static final class Builder {
        @Nullable
        String uri;

        @Nullable
        String user;

        @Nullable
        Secret password;

        @Nullable
        RedisClient client;

        @Nullable
        RedisURI clientUri;

        @Nullable
        StatefulRedisConnection<String, String> connection;

        @Nullable
        StatefulRedisClusterConnection<String, String> clusterConnection;

        @Nullable
        String key;

        int permits = TENANT_PERMITS;
        Duration window = TENANT_WINDOW;

        Builder() {}

        /**
         * The address of Redis. The limiter has a client of its own, which it closes.
         *
         * @param value for example {@code redis://user:password@host:6379/0}; {@code rediss} for TLS,
         *     {@code redis-sentinel} for Sentinel
         * @return this builder
         */
        public Builder uri(String value) {
            uri = value;
            return this;
        }

        /**
         * The credentials for {@link #uri}, instead of those in the URI.
         *
         * @param name the user, or {@code null} for the default user
         * @param secret the password
         * @return this builder
         */
        public Builder credentials(@Nullable String name, Secret secret) {
            user = name;
            password = secret;
            return this;
        }

        /**
         * An existing client. The limiter opens a connection of its own, which it closes.
         *
         * @param value the client
         * @param address where to connect to
         * @return this builder
         */
        public Builder client(RedisClient value, RedisURI address) {
            client = value;
            clientUri = address;
            return this;
        }

        /**
         * An existing connection, which stays open. It can be used for other commands, but not for commands that block,
         * for transactions, or for reactive commands whose elements are requested slowly: Lettuce reads the replies of
         * a connection in their order, so each of these holds the limiter up.
         *
         * @param value the connection
         * @return this builder
         */
        public Builder connection(StatefulRedisConnection<String, String> value) {
            connection = value;
            return this;
        }

        /**
         * An existing connection to a Redis Cluster, which stays open.
         *
         * @param value the connection
         * @return this builder
         */
        public Builder connection(StatefulRedisClusterConnection<String, String> value) {
            clusterConnection = value;
            return this;
        }

        /**
         * The key for what the tenant counts together: {@code sailpat:rate:HOST:CLIENT_ID:VERSION}. A client id is not
         * secret: it is the id of a token in the list. Use {@link #key} if the key must not contain it.
         *
         * @param baseUrl the URL of the API
         * @param clientId the client id
         * @param version the version of the API
         * @return this builder
         */
        public Builder tenant(URI baseUrl, String clientId, ApiVersion version) {
            String host = baseUrl.getHost();
            if (host == null) {
                throw new IllegalArgumentException("the base URL has no host: " + baseUrl);
            }
            boolean usual = baseUrl.getPort() < 0
                    || baseUrl.getPort() == ("http".equalsIgnoreCase(baseUrl.getScheme()) ? 80 : 443);
            String port = usual ? "" : ":" + baseUrl.getPort();
            return key("sailpat:rate:" + host.toLowerCase(Locale.ROOT) + port + ':' + clientId + ':' + version);
        }

        /**
         * The key in Redis. All processes that the tenant counts together must have the same key, permits and window.
         *
         * @param value the key, not empty
         * @return this builder
         */
        public Builder key(String value) {
            if (value.isEmpty()) {
                throw new IllegalArgumentException("the key must not be empty");
            }
            key = value;
            return this;
        }

        /**
         * The rate of all processes together.
         *
         * @param requests the number of requests in any window, at least one; default 100
         * @param time the length of the window, from 100 ms to one hour; default 10 s
         * @return this builder
         */
        public Builder rate(int requests, Duration time) {
            if (requests < 1 || time.toMillis() < 100 || time.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("the rate must be at least 1 request in 100 ms to 1 h");
            }
            permits = requests;
            window = time;
            return this;
        }
    }
}
