package io.github.sailpat.reactive.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.token.ApiVersion;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class DefaultRateLimitersTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static RateLimiter limiter(String url, String clientId) {
        return DefaultRateLimiters.limiterFor(URI.create(url), clientId, ApiVersion.BETA);
    }

    private static void collectGarbage() throws InterruptedException {
        WeakReference<Object> unused = new WeakReference<>(new Object());
        while (!unused.refersTo(null)) {
            System.gc();
            Thread.sleep(10);
        }
    }

    @Test
    void pauseOutlivesTheClientsThatHaveHeardOfIt() throws Exception {
        limiter("https://a.example", "pause").pause(Duration.ofMinutes(20));
        collectGarbage();

        assertThat(limiter("https://a.example", "pause").getRemainingPause()).isGreaterThan(Duration.ofMinutes(19));
    }

    @Test
    void permitsThatCountOutliveTheClientsThatHaveUsedThem() throws Exception {
        limiter("https://a.example", "permits").limit(Mono.empty()).block(SOON);
        WeakReference<RateLimiter> used = new WeakReference<>(limiter("https://a.example", "permits"));
        collectGarbage();

        assertThat(used.refersTo(null)).isFalse();
    }

    @Test
    void limiterThatCountsNothingIsForgotten() throws Exception {
        WeakReference<RateLimiter> unused = new WeakReference<>(limiter("https://a.example", "unused"));
        collectGarbage();

        assertThat(unused.refersTo(null)).isTrue();
    }

    @Test
    void defaultPortMakesNoDifference() {
        assertThat(limiter("https://A.example:443", "port")).isSameAs(limiter("https://a.example", "port"));
        assertThat(limiter("https://a.example:444", "port")).isNotSameAs(limiter("https://a.example", "port"));
    }
}
