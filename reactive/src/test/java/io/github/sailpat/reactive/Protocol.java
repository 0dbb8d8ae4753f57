package io.github.sailpat.reactive;

import io.github.sailpat.sandbox.SandboxOptions;
import io.github.sailpat.sandbox.SandboxTenant;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;

/** What a test speaks with the sandbox: plain HTTP/1.1, or HTTP/2 over TLS. */
enum Protocol {
    HTTP_1_1,
    HTTP_2;

    SandboxTenant tenant(UnaryOperator<SandboxOptions.Builder> options) {
        return SandboxTenant.start(o -> options.apply(this == HTTP_2 ? o.tls(keys()) : o));
    }

    /** Asks for HTTP/2, and trusts the certificates of the tests. */
    static SailPointClient.Builder asking(SailPointClient.Builder builder) {
        return builder.protocol(HttpVersion.HTTP_2)
                .tls(TlsOptions.create(t -> t.trustStore(Certificates.trustStore())));
    }

    static KeyManagerFactory keys() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(Certificates.keyStore(Certificates.good()), Certificates.PASSWORD);
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
