package io.github.sailpat.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text is a time that is read again as the same one, or is refused. */
class Rfc3339Fuzz {
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    @ValueSource(
            strings = {
                "2026-01-02T03:04:05.678Z",
                "2026-02-29T23:59:60Z",
                "2024-02-29t00:00:00,1+05:30",
                "0000-01-01T00:00:00-18:00",
                "2026-12-31T23:59:60.999999999+0000",
                "2026-01-01T00:00:00+00"
            })
    @FuzzTest
    void isATimeOrRefused(@NotNull String text) {
        Instant time;
        try {
            time = Rfc3339.parse(text.toCharArray(), 0, text.length());
        } catch (DateTimeException e) {
            return;
        }
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            return; // A year that only the offset has made cannot be written.
        }
        String formatted = Rfc3339.formatExactly(time);

        assertThat(Rfc3339.parse(formatted.toCharArray(), 0, formatted.length()))
                .isEqualTo(time);
    }
}
