package io.github.sailpat.reactive.internal.http;

import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.tcp.SslProvider;

/**
 * Whom to trust, and as whom to appear.
 *
 * @param trust checks certificates, or {@code null} for the platform's
 * @param keys has the own certificate, or {@code null} for none
 */
public record TlsSettings(
        @Nullable TrustManagerFactory trust, @Nullable KeyManagerFactory keys) {
    /** What the platform has. */
    public static final TlsSettings DEFAULT = new TlsSettings(null, null);

    /** TLS for the transport. The check of the host name is asked for: Netty does it by itself from 4.2 on only. */
    SslProvider.GenericSslContextSpec<SslContextBuilder> toSpec() {
        return Http11SslContextSpec.forClient().configure(context -> {
            context.endpointIdentificationAlgorithm("HTTPS");
            if (trust != null) {
                context.trustManager(trust);
            }
            if (keys != null) {
                context.keyManager(keys);
            }
        });
    }

    @Override
    public String toString() {
        return "TlsSettings[" + (trust == null ? "platform's trust" : "own trust store")
                + (keys == null ? "]" : ", client certificate]");
    }
}
