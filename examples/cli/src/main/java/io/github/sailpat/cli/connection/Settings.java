package io.github.sailpat.cli.connection;

import io.github.sailpat.cli.option.RateSetting;
import io.github.sailpat.reactive.ProxyOptions;
import io.github.sailpat.token.ApiVersion;
import java.net.InetAddress;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the connection. The library has the default of a setting that is {@code null}.
 *
 * @param tenant the tenant, which has no base URL if the sandbox is used
 * @param proxy the proxy
 * @param address the address of the tenant's host
 * @param trusted the trusted authorities
 * @param apiVersion the API version
 * @param deadline the time of one call
 * @param maxAttempts the attempts of one call
 * @param rate the rate limit
 * @param sharedLimit the Redis that shares the rate limit
 * @param concurrency how many calls of a bulk job at a time
 */
public record Settings(
        TenantSettings tenant,
        @Nullable ProxyOptions proxy,
        @Nullable InetAddress address,
        @Nullable KeyStore trusted,
        ApiVersion apiVersion,
        @Nullable Duration deadline,
        @Nullable Integer maxAttempts,
        @Nullable RateSetting rate,
        @Nullable SharedLimitSetting sharedLimit,
        @Nullable Integer concurrency) {

    private static final Duration LIBRARY_DEADLINE = Duration.ofSeconds(60);

    /** The tenant, or {@code null} for the sandbox. */
    @Nullable
    public URI baseUrl() {
        return Sourced.orNull(tenant.baseUrl());
    }

    /** How long a call with one result takes at most. */
    public Duration longestCall() {
        return deadline == null ? LIBRARY_DEADLINE : deadline;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Settings[" + apiVersion + ']';
    }
}
