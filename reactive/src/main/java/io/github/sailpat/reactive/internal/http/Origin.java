package io.github.sailpat.reactive.internal.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.AddressUtils;

/**
 * The one server that a client sends requests to: scheme, host and port (RFC 9110 section 4.3.1). Requests have a path
 * only, so nothing that is decided for one of them can lead it elsewhere.
 */
final class Origin {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final boolean secure;
    private final String host;
    private final int port;
    private volatile @Nullable InetSocketAddress address;

    /** The origin of a base URL. */
    Origin(URI baseUrl) {
        secure = "https".equals(baseUrl.getScheme());
        host = baseUrl.getHost();
        port = baseUrl.getPort() < 0 ? defaultPort() : baseUrl.getPort();
    }

    private int defaultPort() {
        return secure ? HTTPS_PORT : HTTP_PORT;
    }

    /** Whether the scheme is https. */
    boolean isSecure() {
        return secure;
    }

    /** The value of the {@code Host} header (RFC 9110 section 7.2). */
    String authority() {
        return port == defaultPort() ? host : host + ':' + port;
    }

    /** Not resolved, unless the host is an IP address. Netty reads a file when it parses the first one. */
    InetSocketAddress address() {
        InetSocketAddress known = address;
        if (known == null) {
            String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            known = AddressUtils.createUnresolved(name, port);
            address = known;
        }
        return known;
    }

    /** Sends all requests of a client there, whatever it was set to before. A {@code Host} header that is set stays. */
    HttpClient setOn(HttpClient client) {
        HttpClient here = client.configuration().baseUrl() == null ? client : client.baseUrl("");
        return here.remoteAddress(this::address).headers(headers -> {
            if (!headers.contains(HttpHeaderNames.HOST)) {
                headers.set(HttpHeaderNames.HOST, authority());
            }
        });
    }
}
