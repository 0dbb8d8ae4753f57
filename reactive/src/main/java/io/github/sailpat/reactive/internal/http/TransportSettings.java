package io.github.sailpat.reactive.internal.http;

import io.github.sailpat.reactive.internal.http.netty.BlockingHostLookup;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/**
 * The settings of the HTTP connections to a tenant.
 *
 * @param baseUrl scheme, host and port, without a path
 * @param userAgent the value of the {@code User-Agent} header
 * @param maxConnections the maximum number of connections for lists, and the same for all other calls
 * @param eventLoops the number of I/O threads
 * @param http2 whether HTTP/2 is asked for in the TLS handshake
 * @param connectTimeout the timeout of name resolution, TCP connect and the TLS handshake, each
 * @param responseTimeout the longest wait for the response, and between two reads of it
 * @param maxIdleTime how long the pool keeps an idle connection
 * @param maxConnectionLife the maximum time from the opening of a connection to its last use
 * @param hostLookup resolves the host name of the base URL, unless there is a proxy
 * @param tls trust store and client certificate
 * @param proxy the HTTP proxy, or {@code null} for none
 * @param shared connections and event loops of the application, or {@code null} for the client's own
 * @param customizer customizes the Reactor Netty client
 */
public record TransportSettings(
        URI baseUrl,
        String userAgent,
        int maxConnections,
        int eventLoops,
        boolean http2,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration maxIdleTime,
        Duration maxConnectionLife,
        BlockingHostLookup hostLookup,
        TlsSettings tls,
        @Nullable ProxySettings proxy,
        @Nullable ExternalResources shared,
        UnaryOperator<HttpClient> customizer) {}
