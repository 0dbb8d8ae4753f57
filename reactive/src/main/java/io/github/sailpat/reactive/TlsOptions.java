package io.github.sailpat.reactive;

import io.github.sailpat.reactive.internal.http.TlsSettings;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The trusted certificates, and a client certificate. The chain, the validity and the host name are always checked
 * (RFC 9110 section 4.3.4); there is no option to turn that off. For a certificate of a private authority, for example
 * of a test server or a TLS-inspecting proxy, put that authority into a trust store.
 */
public final class TlsOptions {
    private final TlsSettings settings;

    private TlsOptions(Builder builder) {
        settings = new TlsSettings(builder.trust, builder.keys);
    }

    /**
     * Creates options by a lambda.
     *
     * @param customizer sets up the builder
     * @return the options
     * @throws IllegalArgumentException if a rule is broken; the message names it
     */
    public static TlsOptions create(UnaryOperator<Builder> customizer) {
        return new TlsOptions(customizer.apply(new Builder()));
    }

    TlsSettings settings() {
        return settings;
    }

    /** Builds {@link TlsOptions}. */
    public static final class Builder {
        private @Nullable TrustManagerFactory trust;
        private @Nullable KeyManagerFactory keys;

        private Builder() {}

        /**
         * The trusted certificate authorities, instead of those of the JDK, which include the authority of the tenant's
         * certificate.
         *
         * @param store a loaded store with at least one certificate; read now
         * @return this builder
         * @throws IllegalArgumentException if it contains no certificate or was not loaded
         */
        public Builder trustStore(KeyStore store) {
            try {
                if (!has(store, false)) {
                    throw new IllegalArgumentException("the trust store contains no certificate");
                }
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(store);
                trust = factory;
                return this;
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("the trust store is not loaded: call KeyStore.load first", e);
            }
        }

        /**
         * The certificate and key to send if the server requests one. Default: none. The tenant does not request one; a
         * TLS-inspecting gateway may.
         *
         * @param store a loaded store with a key; read now
         * @param password the password of the key; it is not kept, so overwrite it afterwards
         * @return this builder
         * @throws IllegalArgumentException if there is no key, or the password is wrong
         */
        public Builder clientCertificate(KeyStore store, char[] password) {
            try {
                if (!has(store, true)) {
                    throw new IllegalArgumentException("the store of the client certificate contains no key");
                }
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(store, password);
                keys = factory;
                return this;
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException(
                        "the key of the client certificate cannot be read: check that the store is loaded and the password",
                        e);
            }
        }

        private static boolean has(KeyStore store, boolean key) throws KeyStoreException {
            for (String alias : Collections.list(store.aliases())) {
                if (key ? store.isKeyEntry(alias) : store.isCertificateEntry(alias)) {
                    return true;
                }
            }
            return false;
        }
    }
}
