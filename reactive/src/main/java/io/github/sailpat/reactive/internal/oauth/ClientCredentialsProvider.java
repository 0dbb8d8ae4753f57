package io.github.sailpat.reactive.internal.oauth;

import io.github.sailpat.error.ResponseException;
import io.github.sailpat.internal.AccessTokenResponseReader;
import io.github.sailpat.reactive.auth.AccessToken;
import io.github.sailpat.reactive.auth.AccessTokenProvider;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Provides access tokens for client credentials: concurrent callers share one fetch, an access token is refreshed
 * before it expires, and after a failure the endpoint is not called again until a back-off has elapsed.
 *
 * <p>Callers that subscribe while a fetch is in progress share it. Cancelling one of them cancels neither the fetch nor
 * another caller. The fetch does not see the Context of any caller. All state is guarded
 * by this object's monitor, and no foreign code runs under it.
 */
public final class ClientCredentialsProvider implements AccessTokenProvider {
    /** The lifetime of an access token without a valid {@code expires_in}. */
    static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.token");
    /** The share of its lifetime after which an access token is refreshed in the background. */
    private static final double REFRESH_AT = 0.75;
    /** The share of its lifetime after which it is not used any more, because it must not expire on the way. */
    private static final double EXPIRED_AT = 0.95;

    private static final long FIRST_BACKOFF = Duration.ofMillis(250).toNanos();
    private static final long MAX_BACKOFF = Duration.ofSeconds(15).toNanos();
    /** A caller waits for a back-off of at most this time. With a longer one it gets the error immediately. */
    private static final long MAX_BACKOFF_WAIT = Duration.ofMillis(600).toNanos();
    /** How many fetches a job makes while the token endpoint fails. */
    private static final int MAX_FETCHES = 10;
    /** A {@code Retry-After} from this time on is ignored. */
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private final TimeSource timeSource;

    private Mono<AccessTokenResponseReader.AccessTokenResponse> fetch;
    private @Nullable CachedToken cached;
    private @Nullable Mono<AccessToken> fetchInProgress;
    private @Nullable Throwable lastError;
    private long backoffUntil;
    private int consecutiveErrors;
    /** Whether the token endpoint has said when to come again. */
    private boolean waitIsAsked;

    private boolean closed;

    private record CachedToken(AccessToken token, long refreshAt, long expiredAt) {}

    /**
     * Creates a provider without an access token.
     *
     * @param fetch fetches an access token at each subscription, within a bounded time
     * @param timeSource the time
     */
    public ClientCredentialsProvider(Mono<AccessTokenResponseReader.AccessTokenResponse> fetch, TimeSource timeSource) {
        this.fetch = fetch;
        this.timeSource = timeSource;
    }

    @Override
    public Mono<AccessToken> getAccessToken() {
        return Mono.defer(this::currentOrFetch);
    }

    /** The access token that is valid and not to be refreshed yet; {@code null} if there is none. */
    synchronized @Nullable AccessToken cachedAccessToken() {
        CachedToken current = cached;
        return current != null && timeSource.nanoTime() - current.refreshAt < 0 ? current.token : null;
    }

    private Mono<AccessToken> currentOrFetch() {
        Mono<AccessToken> refresh = null;
        AccessToken current = null;
        synchronized (this) {
            long now = timeSource.nanoTime();
            CachedToken valid = cached;
            if (valid != null && now - valid.expiredAt < 0) {
                current = valid.token;
                if (now - valid.refreshAt >= 0 && fetchInProgress == null && !isBackingOff(now)) {
                    refresh = startFetch();
                }
            } else if (fetchInProgress != null) {
                return fetchInProgress;
            } else if (lastError != null && isBackingOff(now)) {
                long left = backoffUntil - now;
                // The caller waits for a short back-off, so that one error of the endpoint does not fail the call.
                return left <= MAX_BACKOFF_WAIT
                        ? Mono.delay(Duration.ofNanos(left), timeSource.scheduler())
                                .then(getAccessToken())
                        : Mono.error(lastError);
            } else {
                return startFetch();
            }
        }
        if (refresh != null) {
            // In the background. The fetch has a timeout of its own, and failed() has recorded the error.
            refresh.subscribe(
                    token -> {},
                    error -> LOG.debug("background refresh failed; the current access token is still used"));
        }
        return Mono.just(current);
    }

    private boolean isBackingOff(long now) {
        return consecutiveErrors > 0 && now - backoffUntil < 0;
    }

    /**
     * When to ask for an access token again, for a caller that waits while the token endpoint fails. It is the
     * back-off, stretched if {@link #MAX_FETCHES} would not reach the end of the caller's time; the last one comes
     * shortly before that end.
     *
     * @param left the time that the caller has left
     * @return how long to wait; more than what is left if no further fetch is made for it
     */
    synchronized Duration untilNextFetch(Duration left) {
        long now = timeSource.nanoTime();
        long nanos = left.toNanos();
        long wait = Math.max(0, backoffUntil - now);
        int fetches = MAX_FETCHES - consecutiveErrors;
        if (waitIsAsked || consecutiveErrors == 0) {
            return Duration.ofNanos(wait);
        }
        if (fetches <= 0) { // of a caller that came later
            return nanos > 2 * wait ? Duration.ofNanos(wait) : left;
        }
        long latest = nanos / 5 * 4;
        long reach = LongStream.range(consecutiveErrors - 1L, MAX_FETCHES - 1L)
                .map(ClientCredentialsProvider::backoff)
                .sum();
        if (reach < nanos) {
            wait = (long) (wait * ((double) nanos / reach));
        }
        if (fetches == 1 || wait > latest) {
            wait = latest;
            consecutiveErrors = Math.max(consecutiveErrors, MAX_FETCHES - 1);
            backoffUntil = Math.min(backoffUntil, now + latest);
        }
        return Duration.ofNanos(wait);
    }

    /** Called under the monitor. The fetch starts when it is subscribed to. */
    private Mono<AccessToken> startFetch() {
        Mono<AccessTokenResponseReader.AccessTokenResponse> source = fetch;
        Mono<AccessToken> started = Mono.defer(() -> {
                    long requestedAt = timeSource.nanoTime();
                    return source.map(response -> succeeded(source, response, requestedAt));
                })
                // If the credentials were switched during the fetch, it may have failed because the old ones were
                // deleted.
                .onErrorResume(error -> failed(source, error) ? Mono.error(error) : getAccessToken())
                .contextWrite(context -> Context.empty());
        fetchInProgress = new SharedFetch<>(started).asMono();
        return fetchInProgress;
    }

    private synchronized AccessToken succeeded(
            Mono<AccessTokenResponseReader.AccessTokenResponse> source,
            AccessTokenResponseReader.AccessTokenResponse response,
            long requestedAt) {
        AccessToken token = AccessToken.of(response.value());
        if (source != fetch) {
            return token;
        }
        Long seconds = response.expiresInSeconds();
        long lifetime = (seconds == null ? DEFAULT_LIFETIME : Duration.ofSeconds(seconds)).toNanos();
        // With jitter, so that the instances of a service do not all refresh at the same time.
        double refreshAt = REFRESH_AT + ThreadLocalRandom.current().nextDouble(0.05);
        if (!closed) {
            cached = new CachedToken(
                    token, requestedAt + (long) (lifetime * refreshAt), requestedAt + (long) (lifetime * EXPIRED_AT));
        }
        fetchInProgress = null;
        lastError = null;
        consecutiveErrors = 0;
        return token;
    }

    /** {@code false} if the credentials were switched during the fetch. */
    private synchronized boolean failed(Mono<AccessTokenResponseReader.AccessTokenResponse> source, Throwable error) {
        if (source != fetch) {
            return false;
        }
        fetchInProgress = null;
        lastError = error;
        long backoff = backoff(consecutiveErrors);
        Duration retryAfter = error instanceof ResponseException response ? response.getRetryAfter() : null;
        if (retryAfter != null && retryAfter.compareTo(MAX_RETRY_AFTER) < 0) {
            backoff = Math.max(backoff, retryAfter.toNanos());
        }
        waitIsAsked = retryAfter != null;
        backoffUntil = timeSource.nanoTime() + backoff;
        consecutiveErrors++;
        return true;
    }

    private static long backoff(long errorsBefore) {
        return Math.min(MAX_BACKOFF, FIRST_BACKOFF << Math.min(errorsBefore, 10));
    }

    @Override
    public synchronized void reject(AccessToken token) {
        if (cached != null && cached.token == token) {
            cached = null;
        }
    }

    /**
     * Switches to other credentials. The cached access token and the back-off are discarded. A fetch that is in
     * progress still emits its result to the callers that wait for it. If it fails, they get an access token of the new
     * credentials.
     *
     * @param newFetch fetches an access token with the new credentials
     */
    public synchronized void switchTo(Mono<AccessTokenResponseReader.AccessTokenResponse> newFetch) {
        fetch = newFetch;
        cached = null;
        fetchInProgress = null;
        lastError = null;
        consecutiveErrors = 0;
    }

    /** Discards the access token, and caches none from now on. */
    public synchronized void close() {
        closed = true;
        cached = null;
    }
}
