package io.github.sailpat.reactive.internal.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.util.Date;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "sun, 06 nov 1994 08:49:37 gmt"
            })
    void everyFormIsRead(String value) {
        assertThat(HttpDate.parse(value)).isEqualTo("1994-11-06T08:49:37Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soon",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Xyz 1994 08:49:37 GMT",
                "Sun, 06 anF 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:49:37 GMT",
                "Sun, 06 Nov 1994 08:61:37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 6a Nov 1994 08:49:37 GMT",
                "Sun, \u0660\u0666 Nov 1994 08:49:37 GMT"
            })
    void anythingElseIsWhatItIsForNetty(String value) {
        Date date = DateFormatter.parseHttpDate(value);

        assertThat(HttpDate.parse(value)).isEqualTo(date == null ? null : date.toInstant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234567890123456789012345678901234567890123456789012345678901234567890"})
    void whatNettyThrowsForIsNoDate(String value) {
        assertThat(HttpDate.parse(value)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Thu, 01 Jan 1970 00:00:00 GMT|1970-01-01T00:00:00Z",
                "Thu, 29 Feb 2024 23:59:59 GMT|2024-02-29T23:59:59Z",
                "Fri, 31 Dec 9999 23:59:59 GMT|9999-12-31T23:59:59Z"
            })
    void theEndsOfMonthsAreRead(String value, Instant expected) {
        assertThat(HttpDate.parse(value)).isEqualTo(expected);
    }

    @Test
    void anyTimeIsReadAsItWasWritten() {
        Random random = new Random(21);
        for (int i = 0; i < 1_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(253_402_300_799L));

            assertThat(HttpDate.parse(DateFormatter.format(Date.from(time)))).isEqualTo(time);
        }
    }
}
