package io.github.sailpat.webflux;

import io.github.sailpat.error.SailPointException;
import io.github.sailpat.reactive.PersonalAccessTokens;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Whether the tenant can be reached and takes the credentials. It fetches a bearer: that is no call of the API, so it
 * takes nothing from the rate limit, and neither waits for a slot behind a bulk job. However many ask, and however
 * often, the tenant is asked once in {@code sailpat.health-max-age}. It is no part of liveness or readiness: a restart
 * does not mend a tenant.
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
