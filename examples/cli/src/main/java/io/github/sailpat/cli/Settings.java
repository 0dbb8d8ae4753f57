package io.github.sailpat.cli;

import io.github.sailpat.reactive.ProxyOptions;
import io.github.sailpat.reactive.TlsOptions;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect to, and how. What is {@code null} is left to the library.
 *
 * @param baseUrl the tenant, or {@code null} for the sandbox
 * @param proxy the proxy on the way to it
 * @param tls whom to trust
 * @param clientId the credentials' id
 * @param clientSecret the credentials' secret
 * @param apiVersion the API version
 * @param deadline the time of one call
 * @param maxAttempts the attempts of one call
 * @param rate how fast
 * @param concurrency how many calls of a bulk job at a time
 */
record Settings(
        @Nullable URI baseUrl,
        @Nullable ProxyOptions proxy,
        @Nullable TlsOptions tls,
        @Nullable String clientId,
        @Nullable Secret clientSecret,
        ApiVersion apiVersion,
        @Nullable Duration deadline,
        @Nullable Integer maxAttempts,
        @Nullable Rate rate,
        @Nullable Integer concurrency) {

    private static final Duration LIBRARY_DEADLINE = Duration.ofSeconds(60);

    /** How long a call with one result takes at most. */
    Duration longestCall() {
        return deadline == null ? LIBRARY_DEADLINE : deadline;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Settings[" + apiVersion + ']';
    }
}
