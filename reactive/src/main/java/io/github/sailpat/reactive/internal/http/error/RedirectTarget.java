package io.github.sailpat.reactive.internal.http.error;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Names where a redirect leads ({@code Location}, RFC 9110 section 10.2.2), for a message. */
final class RedirectTarget {
    private RedirectTarget() {}

    /**
     * The server of the redirect. A path and a query are left out, because a login page puts credentials there.
     *
     * @param headers the headers of the redirect
     * @return for example {@code https://login.example.com}, or {@code null} if it leads to no other server
     */
    static @Nullable String of(HttpHeaders headers) {
        String location = headers.get(HttpHeaderNames.LOCATION);
        if (location == null) {
            return null;
        }
        try {
            URI uri = new URI(location.strip());
            if (uri.getHost() == null) {
                return null;
            }
            return (uri.getScheme() == null ? "" : uri.getScheme() + ':')
                    + "//"
                    + uri.getHost()
                    + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (URISyntaxException | NumberFormatException e) { // the latter by a fault of the JDK
            return null;
        }
    }
}
