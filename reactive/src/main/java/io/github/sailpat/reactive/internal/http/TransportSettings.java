package io.github.sailpat.reactive.internal.http;

import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/**
 * How to reach the tenant.
 *
 * @param baseUrl scheme, host and port, without a path
 * @param userAgent the whole header
 * @param maxConnections to the tenant, lists apart
 * @param eventLoops how many threads do the I/O
 * @param connectTimeout for DNS, TCP and TLS each
 * @param responseTimeout from the request's end to the answer, and within the answer between two pieces
 * @param maxIdleTime how long an unused connection is kept
 * @param tls whom to trust, and as whom to appear
 * @param proxy what to go through, or {@code null}
 * @param shared the application's own connections and threads, or {@code null} for the client's own
 * @param customizer the user's last word on the transport
 */
public record TransportSettings(
        URI baseUrl,
        String userAgent,
        int maxConnections,
        int eventLoops,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration maxIdleTime,
        TlsSettings tls,
        @Nullable ProxySettings proxy,
        @Nullable ExternalResources shared,
        UnaryOperator<HttpClient> customizer) {}
