package io.github.sailpat.reactive.internal.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetSocketAddress;
import java.net.URI;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.AddressUtils;

/**
 * The one server that a client sends requests to: scheme, host and port (RFC 9110 section 4.3.1). Requests have a path
 * only, so nothing that is decided for one of them can lead it elsewhere.
 *
 * @param secure whether the scheme is https
 * @param address not resolved, unless the host is an IP address
 * @param authority the value of the {@code Host} header (RFC 9110 section 7.2)
 */
record Origin(boolean secure, InetSocketAddress address, String authority) {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /** The origin of a base URL. */
    static Origin of(URI baseUrl) {
        boolean secure = "https".equals(baseUrl.getScheme());
        int defaultPort = secure ? HTTPS_PORT : HTTP_PORT;
        int port = baseUrl.getPort() < 0 ? defaultPort : baseUrl.getPort();
        String host = baseUrl.getHost();
        return new Origin(
                secure,
                AddressUtils.createUnresolved(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port),
                port == defaultPort ? host : host + ':' + port);
    }

    /** Sends all requests of a client there, whatever it was set to before. A {@code Host} header that is set stays. */
    HttpClient setOn(HttpClient client) {
        HttpClient here = client.configuration().baseUrl() == null ? client : client.baseUrl("");
        return here.remoteAddress(() -> address).headers(headers -> {
            if (!headers.contains(HttpHeaderNames.HOST)) {
                headers.set(HttpHeaderNames.HOST, authority);
            }
        });
    }
}
