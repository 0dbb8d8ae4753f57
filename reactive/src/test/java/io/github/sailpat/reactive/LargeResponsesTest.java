package io.github.sailpat.reactive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LargeResponsesTest {
    @Test
    void responseOfAnySizeIsATypedErrorInASmallHeap() throws Exception {
        Process child = ChildJvm.start(
                LargeResponses.class, "-Xmx64m", "-XX:MaxDirectMemorySize=64m", "-XX:+ExitOnOutOfMemoryError");
        try {
            List<String> lines = new String(child.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .toList();

            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
            assertThat(lines).hasSize(5 * 16).allSatisfy(LargeResponsesTest::assertBounded);
        } finally {
            child.destroyForcibly();
        }
    }

    private static void assertBounded(String line) {
        String[] parts = line.split(" ", 4);
        String operation = parts[0];
        String body = parts[1];
        assertThat(Integer.parseInt(parts[2])).as(line).isLessThan(5_000);
        assertThat(parts[3]).as(line).matches(expected(operation, body));
    }

    private static String expected(String operation, String body) {
        if (body.equals("endless-error")) {
            return operation.equals("fetch") ? "AuthenticationException" : "ForbiddenException";
        }
        if (body.equals("endless-hints")) {
            String late = "DeadlineExceededException|TransportException|OutcomeUnknownException";
            // Other calls may wait for the access token too, so its request has a deadline of its own.
            return operation.equals("fetch") ? "(" + late + ")( and is still read)?" : late;
        }
        boolean head = body.equals("endless-header") || body.equals("endless-headers") || body.equals("endless-status");
        if (body.equals("header-of-20-kB") && (operation.equals("list") || operation.equals("delete"))) {
            return "completed";
        }
        return head || body.equals("endless-extension") || body.equals("endless-trailers")
                ? "TransportException"
                : "MalformedResponseException|TransportException|DeadlineExceededException";
    }
}
