package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at the heap of a process that holds its client, before and after it has closed it. */
class ClosedClientTest {
    private static final String SECRET = "canary4-3c1d9e";
    private static final String ACCESS_TOKEN = "canary5-77aa01";
    private static final String CREATED = "canary6-e0e0e0";

    @TempDir
    private Path dir;

    @Test
    void closedClientHoldsNeitherSecretNorAccessToken() throws Exception {
        try (RawServer tenant = RawServer.start(ClosedClientTest::answer)) {
            Process process = ChildJvm.start(ClosedClient.class, "-Xmx48m");
            try (BufferedReader out = process.inputReader(UTF_8);
                    DataOutputStream in = new DataOutputStream(process.getOutputStream())) {
                in.writeShort(tenant.port());
                in.writeByte(SECRET.length());
                for (int i = 0; i < SECRET.length(); i++) {
                    in.writeByte(SECRET.charAt(i) ^ ClosedClient.DISGUISE);
                }
                in.flush();

                assertThat(out.readLine()).isEqualTo("open");
                String open = heapOf(process, "open.hprof");
                assertThat(holds(open, SECRET))
                        .as("the dump would show a secret")
                        .isTrue();
                assertThat(holds(open, ACCESS_TOKEN))
                        .as("the dump would show an access token")
                        .isTrue();
                proceed(in);

                assertThat(out.readLine()).isEqualTo("closed");
                String closed = heapOf(process, "closed.hprof");
                for (String secret : new String[] {SECRET, ACCESS_TOKEN, CREATED}) {
                    assertThat(holds(closed, secret)).as(secret).isFalse();
                }
                proceed(in);
                assertThat(out.readLine()).isEqualTo("held 5");
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static void answer(String request, Socket connection) throws IOException {
        String body = "{\"access_token\":\"" + ACCESS_TOKEN + "\",\"expires_in\":700}";
        if (request.startsWith("POST /beta/")) {
            body = "{\"id\":\"new\",\"secret\":\"" + CREATED + "\"}";
        } else if (request.startsWith("GET ")) {
            body = "[{\"id\":\"a\",\"name\":\"b\",\"created\":\"2026-01-01T00:00:00Z\",\"secret\":\"" + CREATED
                    + "\"}]";
        } else if (request.startsWith("DELETE ")) {
            body = "{\"error\":\"" + SECRET + " and " + ACCESS_TOKEN + "\"}";
        }
        String status = request.startsWith("DELETE ") ? "403 no" : "200 OK";
        RawServer.write(connection, "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void proceed(DataOutputStream in) throws IOException {
        in.writeByte(0);
        in.flush();
    }

    /** What is reachable, as a text of bytes. */
    private String heapOf(Process process, String name) throws IOException, InterruptedException {
        Path file = dir.resolve(name);
        Process dump = ChildJvm.tool("jcmd", Long.toString(process.pid()), "GC.heap_dump", file.toString());
        try (InputStreamReader out = new InputStreamReader(dump.getInputStream(), UTF_8)) {
            out.transferTo(Writer.nullWriter());
        }
        assertThat(dump.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Files.readString(file, ISO_8859_1);
    }

    /** As a text, or as characters, which a dump writes with the higher byte first. */
    private static boolean holds(String heap, String secret) {
        return heap.contains(secret) || heap.contains(new String(secret.getBytes(UTF_16BE), ISO_8859_1));
    }
}
