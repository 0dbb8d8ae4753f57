package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** A text that stands for a secret in the middle of a body. */
final class Canary {
    static final String TEXT = "c4n4ry";

    private Canary() {}

    /** A body where the canary stands at a place that the body's first byte chooses. */
    static byte[] into(byte[] body) {
        byte[] canary = TEXT.getBytes(StandardCharsets.US_ASCII);
        int at = body.length == 0 ? 0 : (body[0] & 0xff) % (body.length + 1);
        byte[] both = new byte[body.length + canary.length];
        System.arraycopy(body, 0, both, 0, at);
        System.arraycopy(canary, 0, both, at, canary.length);
        System.arraycopy(body, at, both, at + canary.length, body.length - at);
        return both;
    }

    /** The error, its causes and what it suppressed are silent about the body. */
    static void assertSilent(Throwable error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(TEXT);
    }
}
