package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sailpat.error.ErrorResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any body of an error gives a few short lines of text, and a credential in it is hidden. */
class ErrorResponseReaderFuzz {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"detailCode\":\"400.1\",\"trackingId\":\"t\",\"messages\":[{\"locale\":\"en-US\",\"localeOrigin\":"
                                + "\"DEFAULT\",\"text\":\"bad\"}],\"causes\":[{\"text\":\"a\\nb\"},\"plain\",7]}",
                        "{\"error\":\"JWT validation failed\",\"error_description\":\"why\"}",
                        "{\"message\":\" Rate Limit Exceeded \"}",
                        "<html><body>503</body></html>",
                        "<html><body>c\ufeff4n4ry</body></html>")
                .map(json -> json.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void givesShortLinesWithoutTheCredential(byte[] body) {
        ErrorResponse response = ErrorResponseReader.read(
                new BodyDescription(null, null, -1, Canary.into(body), text -> text.replace(Canary.TEXT, "****")));

        assertThat(response.toString()).doesNotContain(Canary.TEXT);
        assertThat(response.getMessages().size() + response.getCauses().size()).isLessThanOrEqualTo(43);
        response.getTexts().forEach(text -> {
            assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(1_000);
            assertThat(text.codePoints().anyMatch(Character::isISOControl)).isFalse();
        });
    }
}
