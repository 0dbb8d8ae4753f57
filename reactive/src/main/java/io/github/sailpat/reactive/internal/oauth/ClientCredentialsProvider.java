package io.github.sailpat.reactive.internal.oauth;

import io.github.sailpat.error.ResponseException;
import io.github.sailpat.internal.AccessTokenResponseReader;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Bearers for client credentials: one fetch however many callers, refreshed ahead of expiry, remembered failures.
 *
 * <p>A fetch is a cached {@code Mono}: whoever asks while it is under way waits for it, and cancelling a waiter cancels
 * neither the fetch nor another waiter. Its life and its Context are apart from any caller's. All state is guarded by
 * this object's monitor; nothing of others runs under it.
 */
public final class ClientCredentialsProvider implements AccessTokenProvider {
    /** A life that the endpoint does not say, or says as something that is no positive number. */
    static final Duration UNKNOWN_LIFE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.token");
    /** From this share of its life on, a bearer is refreshed while it is still given out. */
    private static final double REFRESH_AT = 0.75;
    /** The share of its life after which a bearer is not given out any more: it has to arrive while it lives. */
    private static final double DEAD_AT = 0.95;

    private static final long FIRST_COOL_DOWN = Duration.ofMillis(250).toNanos();

    private static final long LONGEST_COOL_DOWN = Duration.ofSeconds(30).toNanos();
    private static final long LONGEST_WAIT = Duration.ofMillis(600).toNanos();
    /** A longer time that the endpoint asks for is not believed. */
    private static final Duration MAX_ASKED = Duration.ofHours(1);

    private final LongSupplier nanoTime;

    private Mono<AccessTokenResponseReader.Bearer> fetch;
    private @Nullable Held held;
    private @Nullable Mono<AccessToken> underWay;
    private @Nullable Throwable failure;
    private long coolUntil;
    private int failures;
    private boolean closed;

    private record Held(AccessToken token, long refreshAt, long deadAt) {}

    /**
     * A provider without a bearer yet.
     *
     * @param fetch fetches one at each subscription, bounded in time
     * @param nanoTime a monotonic clock: a wall clock that jumps changes nothing
     */
    public ClientCredentialsProvider(Mono<AccessTokenResponseReader.Bearer> fetch, LongSupplier nanoTime) {
        this.fetch = fetch;
        this.nanoTime = nanoTime;
    }

    @Override
    public Mono<AccessToken> getAccessToken() {
        return Mono.defer(this::current);
    }

    private Mono<AccessToken> current() {
        Mono<AccessToken> refresh = null;
        AccessToken living = null;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            Held bearer = held;
            if (bearer != null && now - bearer.deadAt < 0) {
                living = bearer.token;
                boolean due = now - bearer.refreshAt >= 0 && underWay == null && !isCooling(now);
                if (due) {
                    refresh = begin();
                }
            } else if (underWay != null) {
                return underWay;
            } else if (failure != null && isCooling(now)) {
                long rest = coolUntil - now;
                // A short rest is waited out, so that one failure of the endpoint fails no call.
                return rest <= LONGEST_WAIT
                        ? Mono.delay(Duration.ofNanos(rest)).then(getAccessToken())
                        : Mono.error(failure);
            } else {
                return begin();
            }
        }
        if (refresh != null) {
            // Nobody waits for it; bounded by the fetch's own time, and a failure is remembered where it happens.
            refresh.subscribe(token -> {}, error -> LOG.debug("A refresh ahead of expiry failed; the bearer lives on"));
        }
        return Mono.just(living);
    }

    private boolean isCooling(long now) {
        return failures > 0 && now - coolUntil < 0;
    }

    /** Under the monitor. */
    private Mono<AccessToken> begin() {
        Mono<AccessTokenResponseReader.Bearer> source = fetch;
        Mono<AccessToken> flight = Mono.defer(() -> {
                    long asked = nanoTime.getAsLong();
                    return source.map(bearer -> succeeded(source, bearer, asked));
                })
                // Credentials that were exchanged meanwhile may have failed because they are gone.
                .onErrorResume(error -> failed(source, error) ? Mono.error(error) : getAccessToken())
                .contextWrite(context -> Context.empty())
                .cache();
        underWay = flight;
        return flight;
    }

    private synchronized AccessToken succeeded(
            Mono<AccessTokenResponseReader.Bearer> source, AccessTokenResponseReader.Bearer bearer, long asked) {
        AccessToken token = AccessToken.of(bearer.value());
        if (source != fetch) {
            return token;
        }
        Long seconds = bearer.expiresInSeconds();
        long life = (seconds == null ? UNKNOWN_LIFE : Duration.ofSeconds(seconds)).toNanos();
        // Spread a little, so that the instances of a service do not refresh together.
        double refreshAt = REFRESH_AT + ThreadLocalRandom.current().nextDouble(0.05);
        if (!closed) {
            held = new Held(token, asked + (long) (life * refreshAt), asked + (long) (life * DEAD_AT));
        }
        underWay = null;
        failure = null;
        failures = 0;
        return token;
    }

    /** {@code false} if the fetch was for credentials that were exchanged meanwhile. */
    private synchronized boolean failed(Mono<AccessTokenResponseReader.Bearer> source, Throwable error) {
        if (source != fetch) {
            return false;
        }
        underWay = null;
        failure = error;
        long coolDown = Math.min(LONGEST_COOL_DOWN, FIRST_COOL_DOWN << Math.min(failures, 10));
        Duration asked = error instanceof ResponseException answer ? answer.getRetryAfter() : null;
        if (asked != null && asked.compareTo(MAX_ASKED) < 0) {
            coolDown = Math.max(coolDown, asked.toNanos());
        }
        coolUntil = nanoTime.getAsLong() + coolDown;
        failures++;
        return true;
    }

    @Override
    public synchronized void reject(AccessToken token) {
        if (held != null && held.token == token) {
            held = null;
        }
    }

    /**
     * Goes on with other credentials. The bearer that is held and what is known of failures are forgotten; a fetch that
     * is under way serves those who wait for it already, and if it fails they get a bearer of the new credentials.
     *
     * @param newFetch fetches a bearer of the new credentials
     */
    public synchronized void switchTo(Mono<AccessTokenResponseReader.Bearer> newFetch) {
        fetch = newFetch;
        held = null;
        underWay = null;
        failure = null;
        failures = 0;
    }

    /** Forgets the bearer, and keeps none that comes afterwards. */
    public synchronized void close() {
        closed = true;
        held = null;
    }
}
