package io.github.sailpat.redis.docs;

import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.redis.RedisRateLimiter;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Secret;
import java.net.URI;
import reactor.core.publisher.Mono;

/** The code of README.md. */
final class RedisSnippets {
    private RedisSnippets() {}

    // spotless:off
    static Mono<SailPointClient> connect(URI baseUrl, String clientId, Secret clientSecret) {
        Mono<SailPointClient> client = RedisRateLimiter.connect(b -> b
                        .uri("redis://user:password@redis.example.com:6379")
                        .tenant(baseUrl, clientId, ApiVersion.BETA))
                .map(limiter -> SailPointClient.create(b -> b
                        .baseUrl(baseUrl)
                        .clientCredentials(clientId, clientSecret)
                        .rateLimiter(limiter)));
        return client;
    }
    // spotless:on
}
