package io.github.sailpat.reactive;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** An authority made for the run of a test, certificates of it, and servers that show them. */
final class Certificates {
    static final char[] PASSWORD = "store-password".toCharArray();

    private static final X509Bundle AUTHORITY = make(() ->
            certificate("CN=Test Authority").setIsCertificateAuthority(true).buildSelfSigned());

    private Certificates() {}

    @FunctionalInterface
    interface Making {
        X509Bundle make() throws Exception;
    }

    private static X509Bundle make(Making making) {
        try {
            return making.make();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static CertificateBuilder certificate(String subject) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .notBefore(now.minus(Duration.ofDays(30)))
                .notAfter(now.plus(Duration.ofDays(30)));
    }

    static X509Bundle good() {
        return goodFor("localhost");
    }

    static X509Bundle goodFor(String host) {
        return make(() -> certificate("CN=" + host).addSanDnsName(host).buildIssuedBy(AUTHORITY));
    }

    static X509Bundle selfSigned() {
        return make(() -> certificate("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned());
    }

    static X509Bundle expired() {
        return make(() -> certificate("CN=localhost")
                .addSanDnsName("localhost")
                .notAfter(Instant.now().minus(Duration.ofDays(1)))
                .buildIssuedBy(AUTHORITY));
    }

    static X509Bundle notYetValid() {
        return make(() -> certificate("CN=localhost")
                .addSanDnsName("localhost")
                .notBefore(Instant.now().plus(Duration.ofDays(1)))
                .buildIssuedBy(AUTHORITY));
    }

    /** Of the trusted authority, for another host; the common name does not count. */
    static X509Bundle wrongHost() {
        return make(
                () -> certificate("CN=localhost").addSanDnsName("evil.example").buildIssuedBy(AUTHORITY));
    }

    static X509Bundle client() {
        return make(() ->
                certificate("CN=the client").addExtendedKeyUsageClientAuth().buildIssuedBy(AUTHORITY));
    }

    /** Trusts the authority. */
    static KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", AUTHORITY.getCertificate());
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyStore keyStore(X509Bundle bundle) {
        try {
            return bundle.toKeyStore(PASSWORD);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows the certificate, and asks for one of the authority if it must. */
    static SSLServerSocket serverSocket(X509Bundle shown, boolean needsClient) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(shown), PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            SSLServerSocket socket = (SSLServerSocket)
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            socket.setNeedClientAuth(needsClient);
            return socket;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
