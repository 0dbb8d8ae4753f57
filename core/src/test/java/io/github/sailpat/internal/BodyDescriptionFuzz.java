package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any header and body is described in one short line, in which a credential is hidden. */
class BodyDescriptionFuzz {
    static Stream<Arguments> seeds() {
        return Stream.of(
                arguments("text/html; charset=utf-8", "gzip, br", utf8("<html><title>Guest Wi-Fi</title>")),
                arguments("application/json", "", utf8("{\"a\":\"secret\",\"b\":[{\"c\":1}]}")),
                arguments(";", ",", utf8("c\ufeff4n4ry")),
                arguments("x", "identity", new byte[] {(byte) 0xff, 0}));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @MethodSource("seeds")
    @FuzzTest
    void isOneShortLineWithoutTheCredential(
            @NotNull String contentType, @NotNull String contentEncoding, byte @NotNull [] body) {
        byte[] bytes = Canary.into(body);
        for (boolean confidential : new boolean[] {true, false}) {
            String line = new BodyDescription(
                            contentType,
                            contentEncoding,
                            bytes.length,
                            bytes,
                            text -> text.replace(Canary.TEXT, "****"))
                    .describe(confidential);

            assertThat(line).hasSizeLessThan(2_000).doesNotContain(Canary.TEXT).hasLineCount(1);
        }
    }
}
