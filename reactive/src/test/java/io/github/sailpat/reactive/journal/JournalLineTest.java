package io.github.sailpat.reactive.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JournalLineTest {
    @Test
    void textIsAsciiAndOnlyWhatIsNoneIsEscaped() {
        byte[] line = JournalLine.header(" ~\"\\\u001f\u007f\u00e9\ud800");

        assertThat(new String(line, US_ASCII))
                .contains("\"operation\":\" ~\\\"\\\\\\u001f\\u007f\\u00e9\\ud800\"")
                .endsWith("\"}\n");
        assertThat(JournalLine.read(Arrays.copyOf(line, line.length - 1))
                        .members()
                        .get("operation"))
                .isEqualTo(" ~\"\\\u001f\u007f\u00e9\ud800");
    }

    @Test
    void lineThatIsNotWholeIsNone() {
        byte[] line = JournalLine.header("create");
        for (int length = 0; length < line.length - 1; length++) {
            assertThat(JournalLine.read(Arrays.copyOf(line, length))).isNull();
        }
    }
}
