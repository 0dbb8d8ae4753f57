package io.github.sailpat.webflux;

import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.Secret;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be configured.
 *
 * @param baseUrl the tenant; without it the service starts a sandbox of its own
 * @param clientId the credentials' id
 * @param clientSecret the credentials' secret
 * @param apiVersion the API version
 * @param deadline how long a call may take in all; without it the library's defaults
 * @param rate how fast to go
 * @param bulk how a bulk job goes about its work
 * @param healthMaxAge how long a look at the tenant's health is good for
 */
@ConfigurationProperties("sailpat")
record SailpatProperties(
        @Nullable URI baseUrl,
        @Nullable String clientId,
        @Nullable Secret clientSecret,
        @DefaultValue("beta") ApiVersion apiVersion,
        @Nullable Duration deadline,
        @DefaultValue Rate rate,
        @DefaultValue Bulk bulk,
        @DefaultValue("30s") Duration healthMaxAge) {

    /**
     * How fast to go.
     *
     * @param requests how many requests, zero for no limit
     * @param window in what time
     */
    record Rate(
            @DefaultValue("100") int requests,
            @DefaultValue("10s") Duration window) {
        RateLimiter toLimiter() {
            return requests == 0 ? RateLimiter.unlimited() : RateLimiter.slidingWindow(requests, window);
        }
    }

    /**
     * How a bulk job goes about its work.
     *
     * @param concurrency how many calls at a time
     * @param progressEvery how often it says how far it is
     */
    record Bulk(
            @DefaultValue("32") int concurrency,
            @DefaultValue("1s") Duration progressEvery) {}
}
