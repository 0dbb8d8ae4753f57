package io.github.sailpat.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate of the servers with TLS, made for one run, in a file: the servers show it, and the JDK of each client
 * trusts it in place of its own authorities.
 */
final class LocalhostKeys {
    private static final String ARGUMENT = "tls=";
    private static final String PASSWORD = "changeit";

    private LocalhostKeys() {}

    /** Made when it is first asked for, which the servers do not. */
    private static final class Made {
        static final Path FILE = make();
    }

    private static Path make() {
        try {
            Path directory = Files.createTempDirectory("benchmarks");
            directory.toFile().deleteOnExit();
            Path file = directory.resolve("localhost.p12");
            file.toFile().deleteOnExit();
            int status = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "localhost",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost",
                            "-keyalg",
                            "EC",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            PASSWORD)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("keytool has made no key: " + status);
            }
            return file;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a server serve HTTP/1.1 and HTTP/2 over TLS. */
    static String serverArgument() {
        return ARGUMENT + Made.FILE;
    }

    /** Makes the JVM of a client trust the server. */
    static String[] clientOptions() {
        return new String[] {"-Djavax.net.ssl.trustStore=" + Made.FILE, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD
        };
    }

    /** For a request of this process. */
    static SSLContext clientContext() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(read(Made.FILE));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the argument of a server names. */
    static KeyManagerFactory serverKeys(String argument) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(read(Path.of(argument.substring(ARGUMENT.length()))), PASSWORD.toCharArray());
            return keys;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore read(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
