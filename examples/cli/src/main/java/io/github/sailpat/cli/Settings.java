package io.github.sailpat.cli;

import io.github.sailpat.reactive.ProxyOptions;
import io.github.sailpat.reactive.TlsOptions;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the connection. The library has the default of a setting that is {@code null}.
 *
 * @param baseUrl the tenant, or {@code null} for the sandbox
 * @param proxy the proxy
 * @param address the address of the tenant's host
 * @param tls the trusted certificates
 * @param clientId the credentials' id
 * @param clientSecret the credentials' secret
 * @param apiVersion the API version
 * @param deadline the time of one call
 * @param maxAttempts the attempts of one call
 * @param rate the rate limit
 * @param sharedLimit the Redis that shares the rate limit
 * @param concurrency how many calls of a bulk job at a time
 */
record Settings(
        @Nullable URI baseUrl,
        @Nullable ProxyOptions proxy,
        @Nullable InetAddress address,
        @Nullable TlsOptions tls,
        @Nullable String clientId,
        @Nullable Secret clientSecret,
        ApiVersion apiVersion,
        @Nullable Duration deadline,
        @Nullable Integer maxAttempts,
        @Nullable RateSetting rate,
        @Nullable SharedLimitSetting sharedLimit,
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
