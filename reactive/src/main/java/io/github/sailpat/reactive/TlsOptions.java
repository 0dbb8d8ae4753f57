package io.github.sailpat.reactive;

import io.github.sailpat.reactive.internal.exchange.TlsSettings;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates are trusted, and which one is shown. The chain, the dates and the host name are always checked
 * (RFC 9110 section 4.3.4); there is no switch that turns that off. Who meets a certificate of an own authority, a test
 * server's or an inspecting proxy's, puts that authority into a trust store.
 */
public final class TlsOptions {
    private final TlsSettings settings;

    private TlsOptions(Builder builder) {
        settings = new TlsSettings(builder.trust, builder.keys);
    }

    /**
     * Options, as a lambda sets them.
     *
     * @param customizer sets up the builder
     * @return the options
     * @throws IllegalArgumentException with the rule that is broken
     */
    public static TlsOptions create(UnaryOperator<Builder> customizer) {
        return new TlsOptions(customizer.apply(new Builder()));
    }

    TlsSettings settings() {
        return settings;
    }

    /** Collects {@link TlsOptions}. */
    public static final class Builder {
        private @Nullable TrustManagerFactory trust;
        private @Nullable KeyManagerFactory keys;

        private Builder() {}

        /**
         * The authorities to trust, in place of the platform's. Default: those of the JDK, to which the tenant's
         * certificate leads.
         *
         * @param store a loaded store with at least one certificate; read now
         * @return this builder
         * @throws IllegalArgumentException if it holds no certificate or was not loaded
         */
        public Builder trustStore(KeyStore store) {
            try {
                if (!has(store, false)) {
                    throw new IllegalArgumentException("a trust store must hold a certificate, or nothing is trusted");
                }
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(store);
                trust = factory;
                return this;
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("the trust store cannot be used: it must be loaded first", e);
            }
        }

        /**
         * The certificate and key to show to who asks for one. Default: none, for the tenant asks for none; an inspecting
         * gateway may.
         *
         * @param store a loaded store with a key; read now
         * @param password opens the key; not kept, overwrite it afterwards
         * @return this builder
         * @throws IllegalArgumentException if there is no key or the password does not open it
         */
        public Builder clientCertificate(KeyStore store, char[] password) {
            try {
                if (!has(store, true)) {
                    throw new IllegalArgumentException("a store for client certificates must hold a key");
                }
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(store, password);
                keys = factory;
                return this;
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException(
                        "the key of the client certificate cannot be used: is the store loaded, and the password right?",
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
