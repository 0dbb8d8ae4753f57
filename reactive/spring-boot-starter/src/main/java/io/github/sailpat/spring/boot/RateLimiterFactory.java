package io.github.sailpat.spring.boot;

import io.github.sailpat.reactive.resilience.RateLimiter;
import java.net.URI;

/**
 * Creates the rate limiter of each client, in place of the one of this process. With {@code sailpat.shared-limit.uri},
 * it is one on Redis.
 */
@FunctionalInterface
public interface RateLimiterFactory {
    /**
     * Creates a limiter.
     *
     * @param clientName {@code sailpat}, or the name in {@code sailpat.clients}
     * @param baseUrl the URL of the tenant
     * @param clientId the client id
     * @param properties the other properties of the client
     * @return the limiter of that client
     */
    RateLimiter create(String clientName, URI baseUrl, String clientId, ClientProperties properties);
}
