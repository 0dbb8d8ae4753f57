package io.github.sailpat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyDescriptionTest {

    private static String describe(@Nullable String contentEncoding) {
        byte[] bytes = "busy".getBytes(StandardCharsets.UTF_8);
        return new BodyDescription("text/plain", contentEncoding, bytes.length, bytes, text -> text).describe(false);
    }

    @ParameterizedTest
    @CsvSource({"gzip", "'GZIP, x-gzip'", "deflate", "identity"})
    void anEncodingThatIsDecodedIsNamed(String encoding) {
        assertThat(describe(encoding))
                .isEqualTo("the response is text/plain ('busy'), 4 bytes, Content-Encoding " + encoding);
    }

    @ParameterizedTest
    @CsvSource({"br", "'gzip, zstd'"})
    void anEncodingThatIsNotDecodedIsSaidToBeSo(String encoding) {
        assertThat(describe(encoding))
                .isEqualTo("the response is text/plain ('busy'), 4 bytes, Content-Encoding " + encoding
                        + ", which this client does not decode: it asks for identity");
    }

    @Test
    void withoutAnEncodingNoneIsNamed() {
        assertThat(describe(null)).isEqualTo("the response is text/plain ('busy'), 4 bytes");
        assertThat(describe(" ")).isEqualTo("the response is text/plain ('busy'), 4 bytes");
    }
}
