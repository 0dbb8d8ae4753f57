package io.github.sailpat.cli.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text is a time, a duration as far ago as ahead, or is refused with an example. */
class TimeTextFuzz {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    static Stream<String> seeds() {
        return Stream.of(
                "90d", "12W", "PT1H", "P-1D", "2026-01-31", "2026-01-31T12:00:00+05:30", "999999999w", "P9999999D");
    }

    @MethodSource("seeds")
    @FuzzTest
    void isATimeOrRefusedWithAnExample(@NotNull String text) {
        try {
            Instant ago = TimeText.ago(text, NOW);
            boolean isDuration = text.indexOf('-') < 0;
            assertThat(TimeText.ahead(text, NOW)).isEqualTo(isDuration ? NOW.plus(Duration.between(ago, NOW)) : ago);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("it must be a time, a date, or an instant with its offset: ");
        }
    }
}
