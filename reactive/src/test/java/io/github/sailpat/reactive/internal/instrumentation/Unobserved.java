package io.github.sailpat.reactive.internal.instrumentation;

import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.token.ApiVersion;
import java.net.InetSocketAddress;

/** A client without an observer. */
public final class Unobserved {
    private Unobserved() {}

    public static ClientObservation client() {
        return new ClientObservation(
                null,
                ApiVersion.BETA,
                InetSocketAddress.createUnresolved("localhost", 443),
                () -> 0,
                RateLimiter.unlimited(),
                TimeSource.system());
    }
}
