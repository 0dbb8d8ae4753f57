package io.github.sailpat.spring.boot;

import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.reactive.observation.ClientState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads the health of the clients from what their own calls have shown. Only if a client has not fetched an access
 * token lately, or could not, one is requested: after an error at most once in the configured time. That is no request
 * of the API, needs no permit of the rate limit, and does not wait behind a job.
 */
class SailpatHealth {
    /** The health of all clients. */
    record Report(boolean isUp, Map<String, Object> details) {}

    private record Probe(Instant time, @Nullable Throwable error) {}

    /** An access token says nothing of the credentials for longer than about its own life. */
    private static final Duration LATELY = Duration.ofMinutes(15);

    private final ManagedClients clients;
    private final Duration maxAge;
    private final InstantSource clock;
    private final Map<String, Probe> probes = new ConcurrentHashMap<>();

    SailpatHealth(ManagedClients clients, Duration maxAge, InstantSource clock) {
        this.clients = clients;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    static SailpatHealth of(ManagedClients clients, SailpatProperties properties) {
        Duration maxAge = properties.getHealth().getMaxAge();
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new SailpatPropertyException("sailpat.health.max-age", "must be above zero", null);
        }
        return new SailpatHealth(clients, maxAge, InstantSource.system());
    }

    /** One report, within the ten seconds that a request for an access token may take. */
    Mono<Report> read() {
        return Flux.fromIterable(clients.all())
                .flatMap(client -> probeIfUnknown(client).thenReturn(client))
                .then(Mono.fromSupplier(this::report));
    }

    private Mono<Void> probeIfUnknown(ManagedClient client) {
        ClientStatus.Fetch fetch = client.status().lastFetch();
        Instant now = clock.instant();
        boolean isKnown = fetch != null && isRecent(fetch.time(), fetch.error(), Duration.ZERO, now);
        if (isKnown || client.client().getClientId() == null || client.client().isDisposed()) {
            return Mono.empty();
        }
        Probe last = probes.get(client.name());
        if (last != null && isRecent(last.time(), last.error(), maxAge, now) && !hasFailedSince(last, fetch)) {
            return Mono.empty();
        }
        return client.client()
                .verifyCredentials()
                .doOnSuccess(nothing -> probes.put(client.name(), new Probe(now, null)))
                .onErrorResume(error -> {
                    probes.put(client.name(), new Probe(now, error));
                    return Mono.empty();
                });
    }

    /** Whether a successful probe says nothing any more, because a fetch of the client has failed after it. */
    private static boolean hasFailedSince(Probe probe, ClientStatus.@Nullable Fetch fetch) {
        return probe.error() == null
                && fetch != null
                && fetch.error() != null
                && fetch.time().isAfter(probe.time());
    }

    private static boolean isRecent(Instant time, @Nullable Throwable error, Duration afterError, Instant now) {
        return time.plus(error == null ? LATELY : afterError).isAfter(now);
    }

    private Report report() {
        boolean isUp = true;
        Map<String, Object> details = new LinkedHashMap<>();
        for (ManagedClient client : clients.all()) {
            Throwable error = accessTokenError(client);
            isUp &= error == null;
            details.put(client.name(), details(client, error));
        }
        return new Report(isUp, details);
    }

    /** The error of whichever was later, the fetch of the client or the probe. */
    private @Nullable Throwable accessTokenError(ManagedClient client) {
        ClientStatus.Fetch fetch = client.status().lastFetch();
        Probe probe = probes.get(client.name());
        if (probe != null && (fetch == null || probe.time().isAfter(fetch.time()))) {
            return probe.error();
        }
        return fetch == null ? null : fetch.error();
    }

    private static Map<String, Object> details(ManagedClient client, @Nullable Throwable error) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("accessToken", error == null ? "obtainable" : isRefused(error) ? "refused" : "not obtainable");
        if (error != null) {
            details.put("accessTokenError", String.valueOf(error.getMessage()));
        }
        ClientState state = client.status().state();
        if (state != null) {
            Duration pause = state.getRemainingPause();
            if (!pause.isZero()) {
                details.put("pausedUntil", Instant.now().plus(pause).toString());
            }
            details.put("rateLimit", state.getRateLimit());
            details.put("waitingForPermit", state.getWaitingForPermit());
            details.put("retryBudgetLeft", state.getRetryBudgetLeft());
        }
        ClientStatus.Failure failure = client.status().lastFailure();
        if (failure != null) {
            details.put("lastError", failure.error().getClass().getSimpleName());
            details.put("lastErrorOperation", failure.operation());
            details.put("lastErrorAt", failure.time().toString());
        }
        return details;
    }

    private static boolean isRefused(Throwable error) {
        return error instanceof AuthenticationException;
    }
}
