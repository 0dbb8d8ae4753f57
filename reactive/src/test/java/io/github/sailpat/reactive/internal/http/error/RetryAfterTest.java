package io.github.sailpat.reactive.internal.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final String DATE = "Tue, 24 Nov 2026 12:00:00 GMT";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "7|7",
                " 7 |7",
                "81,120|120",
                "99999999999999999999|1000000000",
                "Tue, 24 Nov 2026 12:00:30 GMT|30",
                "Tue, 24 Nov 2026 11:00:00 GMT|0",
                "Fri, 02 Aug 2058 13:46:41 GMT|1000000000",
                "Thu, 24 Nov 2072 12:00:00 GMT|1000000000",
                "999999999|999999999",
                "1000000000|1000000000",
                "Tuesday, 24-Nov-26 12:00:30 GMT|30",
                "Tue Nov 24 12:00:30 2026|30",
                "Tue, 24 Nov 2026 12:00:30 GMT and whatever else somebody has put behind it|",
                "-1|",
                "abc|",
                "1e9|",
                "1.5|2",
                "2.0|2",
                "2.|2",
                "0.001|1",
                "2.5, 1|3",
                "1.5.5|",
                ".5|",
                "99999999999.5|1000000000",
                "''|",
                "Tue, 99 Nov 2026 12:00:30 GMT|"
            })
    void valueIsSecondsOrADateOrIgnored(String value, @Nullable Long seconds) {
        assertThat(RetryAfter.parse(List.of(value), DATE, Instant.now()))
                .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @Test
    void longestOfTwoHeadersApplies() {
        assertThat(RetryAfter.parse(List.of("3", "abc", "5"), DATE, Instant.now()))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(RetryAfter.parse(List.of(), DATE, Instant.now())).isNull();
    }
}
