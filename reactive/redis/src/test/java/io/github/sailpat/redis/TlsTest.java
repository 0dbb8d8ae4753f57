package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.resource.ClientResources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A Redis with TLS, and with a certificate that only those trust who were told to. */
@RequiresRedis
class TlsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PASSWORD = "changeit";

    /** On threads that may block: Lettuce reads files and random numbers when it sets up TLS. */
    private static final ClientResources RESOURCES =
            ClientResources.builder().threadFactoryProvider(pool -> Thread::new).build();

    @TempDir
    static Path directory;

    private static RedisProcess redis;
    private static TrustManagerFactory trust;

    @BeforeAll
    static void start() throws Exception {
        Path store = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "redis",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String certificate = writePem(store);
        redis = RedisProcess.startTls(certificate, directory.resolve("key.pem").toString());
        Assumptions.assumeTrue(redis != null, "the program of this platform has no TLS");
    }

    private static String writePem(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Key key = keys.getKey("redis", PASSWORD.toCharArray());
        Certificate certificate = keys.getCertificate("redis");
        Files.writeString(directory.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("redis", certificate);
        trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        Path file = directory.resolve("certificate.pem");
        Files.writeString(file, pem("CERTIFICATE", certificate.getEncoded()));
        return file.toString();
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
        RESOURCES.shutdown(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static Mono<RedisRateLimiter> connect(SslOptions ssl) {
        RedisClient client = RedisClient.create(RESOURCES);
        client.setOptions(ClientOptions.builder().sslOptions(ssl).build());
        RedisURI address = RedisURI.create("rediss://127.0.0.1:" + redis.port());
        return RedisRateLimiter.connect(b -> b.client(client, address).key("tls"));
    }

    @Test
    void aClientThatTrustsTheCertificate() {
        RedisRateLimiter limiter =
                connect(SslOptions.builder().trustManager(trust).build()).block(SOON);
        assertThat(limiter.limit(Mono.just(1)).block(SOON)).isEqualTo(1);
        limiter.closeLater().block(SOON);
    }

    @Test
    void aCertificateThatIsNotTrustedIsRefused() {
        StepVerifier.create(connect(SslOptions.create()))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(RedisRateLimiterException.class)
                        .hasMessageContainingAll("cannot connect to Redis", "certif"))
                .verify(SOON);
    }
}
