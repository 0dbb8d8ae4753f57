package io.github.sailpat.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditNumbersTest {
    @ParameterizedTest
    @CsvSource({
        "PT1S, a second",
        "PT90S, 90 seconds",
        "PT1M, a minute",
        "PT30M, 30 minutes",
        "PT1H, an hour",
        "PT90M, 90 minutes",
        "PT25H, 25 hours",
        "P1D, a day",
        "P90D, 90 days"
    })
    void aSpanIsInTheLargestUnitOfWhichItIsAWholeNumber(Duration span, String text) {
        assertThat(AuditNumbers.span(span)).isEqualTo(text);
    }
}
