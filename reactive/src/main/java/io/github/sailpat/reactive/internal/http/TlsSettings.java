package io.github.sailpat.reactive.internal.http;

import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;

/**
 * The trust store and the client certificate of TLS connections.
 *
 * @param trust checks the certificates of servers, or {@code null} for the JDK's default
 * @param keys has the client certificate, or {@code null} for none
 */
public record TlsSettings(
        @Nullable TrustManagerFactory trust, @Nullable KeyManagerFactory keys) {
    /** The trust store of the JDK, and no client certificate. */
    public static final TlsSettings DEFAULT = new TlsSettings(null, null);

    /**
     * The TLS context for Reactor Netty, which is not created yet. Host name verification is set, because it is off by
     * default in Netty 4.1.
     *
     * @param http2 whether to ask for HTTP/2 before HTTP/1.1 (ALPN)
     */
    LazySslContext toContext(boolean http2) {
        return new LazySslContext(() -> http2
                ? Http2SslContextSpec.forClient().configure(this::configure).sslContext()
                : Http11SslContextSpec.forClient().configure(this::configure).sslContext());
    }

    private void configure(SslContextBuilder context) {
        context.endpointIdentificationAlgorithm("HTTPS");
        if (trust != null) {
            context.trustManager(trust);
        }
        if (keys != null) {
            context.keyManager(keys);
        }
    }

    @Override
    public String toString() {
        return "TlsSettings[" + (trust == null ? "default trust store" : "custom trust store")
                + (keys == null ? "]" : ", client certificate]");
    }
}
