package io.github.sailpat.reactive.internal.client;

import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.token.ApiVersion;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The default rate limiters of this process. A tenant counts requests by client id and API version, so the clients that
 * have both and the server in common share one limiter. A limiter is referenced weakly; it outlives its clients for as
 * long as a permit counts or a pause lasts.
 */
final class DefaultRateLimiters {
    private static final Map<Key, WeakReference<RateLimiter>> LIMITERS = new HashMap<>();

    private record Key(String host, int port, String clientId, ApiVersion version) {}

    private DefaultRateLimiters() {}

    /**
     * The shared limiter, or a new one if the client id is not known, because the client has an AccessTokenProvider.
     */
    static RateLimiter limiterFor(URI baseUrl, @Nullable String clientId, ApiVersion version) {
        if (clientId == null) {
            return create();
        }
        String host = baseUrl.getHost().toLowerCase(Locale.ROOT);
        Key key = new Key(host, BaseUrl.addressOf(baseUrl).getPort(), clientId, version);
        synchronized (LIMITERS) {
            LIMITERS.values().removeIf(limiter -> limiter.refersTo(null));
            WeakReference<RateLimiter> shared = LIMITERS.get(key);
            RateLimiter limiter = shared == null ? null : shared.get();
            if (limiter == null) {
                limiter = create();
                LIMITERS.put(key, new WeakReference<>(limiter));
            }
            return limiter;
        }
    }

    private static RateLimiter create() {
        return RateLimiter.slidingWindow(RateLimiter.TENANT_PERMITS, RateLimiter.TENANT_WINDOW);
    }
}
