package io.github.sailpat.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenant whose certificate is of its own making, as the JDK's keytool makes them. */
@Timeout(60)
class TrustStoreTest {
    private static final String PASSWORD = "canary-password";

    @TempDir
    static Path directory = Path.of("");

    private static SSLServerSocket server;

    @BeforeAll
    static void start() throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                "tenant",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                "keys.p12");
        keytool("-exportcert", "-rfc", "-alias", "tenant", "-keystore", "keys.p12", "-file", "trust.pem");
        keytool("-importcert", "-noprompt", "-alias", "tenant", "-keystore", "trust.p12", "-file", "trust.pem");
        keytool("-genkeypair", "-alias", "other", "-keyalg", "EC", "-dname", "CN=other", "-keystore", "others.p12");
        keytool("-exportcert", "-rfc", "-alias", "other", "-keystore", "others.p12", "-file", "other.pem");
        String both = Files.readString(directory.resolve("other.pem")) + "# a comment\n"
                + Files.readString(directory.resolve("trust.pem"));
        Files.writeString(directory.resolve("both.pem"), both);
        Files.writeString(directory.resolve("nothing.pem"), "canary");

        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(
                KeyStore.getInstance(directory.resolve("keys.p12").toFile(), PASSWORD.toCharArray()),
                PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(TrustStoreTest::accept);
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
    }

    private static void keytool(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(args));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        assertThat(new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tls-tenant");
        thread.setDaemon(true);
        thread.start();
    }

    private static void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Any request is one for a bearer or for an empty list. */
    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            StringBuilder request = new StringBuilder();
            while (!isWhole(request.toString())) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                request.append((char) next);
            }
            in.skipNBytes(in.available());
            String body = request.indexOf("GET") == 0 ? "[]" : "{\"access_token\":\"b\",\"expires_in\":700}";
            String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            // The client does not trust this one, or is done.
        }
    }

    private static boolean isWhole(String request) {
        return request.startsWith("POST") ? request.contains("client_secret=") : request.endsWith("\r\n\r\n");
    }

    private static CommandRun list(String password, String... flags) {
        List<String> args = new ArrayList<>(List.of("list", "--max-attempts", "1"));
        args.addAll(List.of(flags));
        return CommandRun.bare()
                .in(directory)
                .variable("SAIL_BASE_URL", "https://localhost:" + server.getLocalPort())
                .variable("SAIL_CLIENT_ID", "id")
                .variable("SAIL_CLIENT_SECRET", "secret")
                .variable("TOKENS_TRUST_STORE_PASSWORD", password)
                .run(args.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trust.pem", "both.pem", "trust.p12"})
    void itsCertificatesAreTrusted(String file) {
        CommandRun run = list(PASSWORD, "--trust-store", file);
        assertThat(run.exitCode()).as("%s", run).isZero();
    }

    @Test
    void othersAreNot() {
        for (CommandRun run : List.of(list(PASSWORD), list(PASSWORD, "--trust-store", "other.pem"))) {
            assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).contains("TLS failed").contains("nothing was sent");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing.pem", "absent.pem", "."})
    void fileWithoutCertificatesIsWrongUsage(String file) {
        assertWrongUsage(list(PASSWORD, "--trust-store", file));
    }

    @Test
    void passwordComesFromTheEnvironmentAndIsNotShown() {
        assertWrongUsage(list("canary", "--trust-store", "trust.p12"));
        assertWrongUsage(list("", "--trust-store", "trust.p12"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void lineBreakAfterThePasswordIsTakenOff(String lineBreak) {
        CommandRun run = list(PASSWORD + lineBreak, "--trust-store", "trust.p12");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertWrongUsage(list(PASSWORD + lineBreak + lineBreak, "--trust-store", "trust.p12"));
    }

    private static void assertWrongUsage(CommandRun run) {
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.errLines()).hasSize(2);
        assertThat(run.err())
                .contains("the trust store ", "TOKENS_TRUST_STORE_PASSWORD")
                .doesNotContain("canary");
    }
}
