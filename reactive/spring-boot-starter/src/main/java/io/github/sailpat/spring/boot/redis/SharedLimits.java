package io.github.sailpat.spring.boot.redis;

import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.redis.RedisRateLimiter;
import io.github.sailpat.redis.RedisRateLimiterException;
import io.github.sailpat.spring.boot.ClientProperties;
import io.github.sailpat.spring.boot.RateLimiterFactory;
import io.github.sailpat.spring.boot.RateProperties;
import io.github.sailpat.spring.boot.SailpatPropertyException;
import io.github.sailpat.spring.boot.SharedLimitProperties;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A limiter on Redis for each client, by its name. They are connected at the start, and closed after the clients. */
class SharedLimits implements RateLimiterFactory, DisposableBean {
    /** Longer than a limiter takes, which has bounds of its own. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final SharedLimitProperties redis;
    private final Map<String, RedisRateLimiter> limiters = new ConcurrentHashMap<>();

    SharedLimits(SharedLimitProperties redis) {
        this.redis = redis;
    }

    /** Waits for the connection, as beans are created one after another: a limit that is wrong fails the start. */
    @Override
    public RateLimiter create(String clientName, URI baseUrl, String clientId, ClientProperties properties) {
        try {
            RedisRateLimiter limiter = Objects.requireNonNull(RedisRateLimiter.connect(builder ->
                            configure(builder.tenant(baseUrl, clientId, properties.getApiVersion()), properties))
                    .block(CONNECT_TIMEOUT));
            limiters.put(clientName, limiter);
            return limiter;
        } catch (RedisRateLimiterException | IllegalArgumentException e) {
            throw new SailpatPropertyException("sailpat.shared-limit", String.valueOf(e.getMessage()), e);
        }
    }

    private RedisRateLimiter.Builder configure(RedisRateLimiter.Builder builder, ClientProperties properties) {
        builder.uri(Objects.requireNonNull(redis.getUri()));
        Secret password = redis.getPassword();
        if (password != null) {
            builder.credentials(redis.getUsername(), password);
        }
        RateProperties rate = properties.getRate();
        return builder.rate(
                Objects.requireNonNullElse(rate.getRequests(), RateLimiter.TENANT_PERMITS),
                Objects.requireNonNullElse(rate.getWindow(), RateLimiter.TENANT_WINDOW));
    }

    /** Whether this process is the one that audits. A client that shares no limit has no other process. */
    Mono<Boolean> acquireAudit(String clientName, Duration duration) {
        RedisRateLimiter limiter = limiters.get(clientName);
        return limiter == null ? Mono.just(true) : limiter.acquireLease("audit", duration);
    }

    /** The limiters by the names of their clients. */
    Map<String, RedisRateLimiter> all() {
        return Map.copyOf(limiters);
    }

    @Override
    public void destroy() {
        Flux.fromIterable(limiters.values())
                .flatMap(RedisRateLimiter::closeLater)
                .blockLast(CLOSE_TIMEOUT);
    }
}
