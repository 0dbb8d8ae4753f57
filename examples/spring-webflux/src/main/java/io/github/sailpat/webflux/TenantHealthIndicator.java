package io.github.sailpat.webflux;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.PersonalAccessTokens;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Whether the tenant can be reached and accepts the credentials. It fetches an access token, which needs no permit of
 * the rate limit and does not wait behind a bulk job. The tenant receives at most one request in {@code
 * sailpat.health-max-age}, however often the health is read. It is not part of liveness or readiness, because a restart
 * does not repair a tenant.
 */
@Component
class TenantHealthIndicator implements ReactiveHealthIndicator {
    private final Mono<Health> health;

    TenantHealthIndicator(PersonalAccessTokens tokens, Tenant tenant, SailpatProperties properties) {
        health = tokens.verify(tenant.clientId(), tenant.clientSecret())
                .then(Mono.fromSupplier(() -> Health.up().build()))
                .onErrorResume(error -> Mono.just(down(error)))
                .cache(properties.healthMaxAge());
    }

    @Override
    public Mono<Health> health() {
        return health;
    }

    private static Health down(Throwable error) {
        Health.Builder down = Health.down().withDetail("error", error.getClass().getSimpleName());
        return error instanceof SailPointException failure
                ? down.withDetail("operation", failure.getOperation())
                        .withDetail("message", String.valueOf(failure.getMessage()))
                        .build()
                : down.build();
    }
}
