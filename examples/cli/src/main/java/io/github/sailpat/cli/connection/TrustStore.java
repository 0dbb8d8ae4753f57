package io.github.sailpat.cli.connection;

import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.reactive.TlsOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The authorities of a file: PEM (RFC 7468), PKCS #12 or what else the JDK knows as a key store. */
final class TrustStore {
    private static final Pattern PEM = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

    private TrustStore() {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @param password of a key store, or {@code null}
     * @return its certificates, at least one
     * @throws UsageException if there are none
     */
    static KeyStore read(Path file, @Nullable String password) {
        try {
            KeyStore store = store(file, password);
            options(store); // fails without a certificate
            return store;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new UsageException(
                    "the trust store " + file + (Files.isReadable(file) ? " has no certificate" : " cannot be read"),
                    "A PEM file needs no password; for PKCS #12 set TOKENS_TRUST_STORE_PASSWORD.");
        }
    }

    /** Options that trust these certificates and no others. */
    static TlsOptions options(KeyStore store) {
        return TlsOptions.create(t -> t.trustStore(store));
    }

    private static KeyStore store(Path file, @Nullable String password) throws IOException, GeneralSecurityException {
        List<String> certificates = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                .results()
                .map(MatchResult::group)
                .toList();
        if (certificates.isEmpty()) {
            return KeyStore.getInstance(file.toFile(), password == null ? null : withoutLineBreak(password));
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (String certificate : certificates) {
            store.setCertificateEntry(
                    "authority-" + store.size(),
                    factory.generateCertificate(
                            new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
        }
        return store;
    }

    /** A variable that was set from a file often ends in a line break. Any other character may be of the password. */
    private static char[] withoutLineBreak(String password) {
        return password.replaceFirst("\\R\\z", "").toCharArray();
    }
}
