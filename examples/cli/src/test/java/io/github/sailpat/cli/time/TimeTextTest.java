package io.github.sailpat.cli.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final Instant NOW = Instant.parse("2026-11-29T15:00:00.5Z");

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "1h,PT1H", "90d,P90D", "12w,P84D", "12W,P84D", "PT30S,PT30S"})
    void durationsHaveUnits(String text, Duration duration) {
        assertThat(TimeText.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "90d,2026-08-31T15:00:00.5Z",
        "12w,2026-09-06T15:00:00.5Z",
        "2026-01-31,2026-01-31T00:00:00Z",
        "2026-01-31T12:00:00+02:00,2026-01-31T10:00:00Z"
    })
    void anInstantMayBeATimeAgo(String text, Instant instant) {
        assertThat(TimeText.ago(text, NOW)).isEqualTo(instant);
    }

    @ParameterizedTest
    @CsvSource({
        "30d,2026-12-29T15:00:00Z",
        "12w,2027-02-21T15:00:00Z",
        "2027-01-31,2027-01-31T00:00:00Z",
        "2027-01-31T12:00:00Z,2027-01-31T12:00:00Z"
    })
    void anInstantMayBeATimeAhead(String text, Instant instant) {
        assertThat(TimeText.ahead(text, NOW)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "90", "d", "2027-02-30", "2027-1-31", "2027-01-31T12:00:00", "-30d", "1y"})
    void errorsShowExamples(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeText.ahead(text, NOW))
                .withMessageContaining("30d")
                .withMessageContaining("2027-01-31T12:00:00Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeText.ago(text, NOW))
                .withMessageContaining("90d for 90 days ago");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeText.duration(text))
                .withMessageContaining("90d, 12w");
    }

    @Test
    void anUpperCaseMIsNotMinutes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeText.duration("6M"))
                .withMessageContaining("M is not minutes");
        assertThat(TimeText.duration("500MS")).isEqualTo(Duration.ofMillis(500));
    }
}
