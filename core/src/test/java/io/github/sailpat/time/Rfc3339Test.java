package io.github.sailpat.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private static Instant parse(String text) {
        String framed = "\"" + text + "\"";
        return Rfc3339.parse(framed.toCharArray(), 1, text.length());
    }

    @Test
    void readsNothingBehindTheEnd() {
        for (String cut : new String[] {"2026-01-02T03:04:05.1", "2026-01-02T03:04:05.123456"}) {
            assertThatExceptionOfType(DateTimeException.class)
                    .isThrownBy(() -> Rfc3339.parse(cut.toCharArray(), 0, cut.length()));
        }
    }

    @Test
    void writesAsManyDigitsAsAnInstantHas() {
        assertThat(Rfc3339.formatExactly(Instant.parse("2026-12-31T23:59:59.500Z")))
                .isEqualTo("2026-12-31T23:59:59.500Z");
        assertThat(Rfc3339.formatExactly(Instant.parse("2026-12-31T23:59:59Z"))).isEqualTo("2026-12-31T23:59:59.000Z");
        assertThat(Rfc3339.formatExactly(Instant.parse("2026-12-31T23:59:59.123456Z")))
                .isEqualTo("2026-12-31T23:59:59.123456Z");
    }

    @RepeatedTest(20)
    void agreesWithTheJdkOnAnyInstantAndOffset() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    FIRST + 90_000 + (long) (random.nextDouble() * (LAST - FIRST - 180_000)),
                    random.nextInt(1_000_000_000));
            OffsetDateTime text = instant.atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(18 * 60) - 9 * 60)));
            if (text.getSecond() != 0 || text.getNano() != 0) { // the JDK leaves out what is zero
                assertThat(parse(text.toString())).as("seed %d: %s", seed, text).isEqualTo(instant);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-31T23:59:59Z, 2026-12-31T23:59:59Z",
        "2026-12-31t23:59:59z, 2026-12-31T23:59:59Z",
        "2026-12-31T23:59:59.9Z, 2026-12-31T23:59:59.900Z",
        "2026-12-31T23:59:59.123456Z, 2026-12-31T23:59:59.123456Z",
        "2026-12-31T23:59:59.123456789012Z, 2026-12-31T23:59:59.123456789Z",
        "2024-02-29T00:00:00+02:00, 2024-02-28T22:00:00Z",
        "2024-02-29T00:00:00-00:30, 2024-02-29T00:30:00Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2016-12-31T23:59:60.5Z, 2017-01-01T00:00:00.500Z",
        "2017-01-01T01:29:60+01:30, 2017-01-01T00:00:00Z",
        "2016-12-31T15:59:60-08:00, 2017-01-01T00:00:00Z",
        "2000-02-29 12:00:00.5Z, 2000-02-29T12:00:00.500Z",
        "2026-01-01T02:30:00.000+0230, 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.000+0000, 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00-02, 2026-01-01T02:00:00Z",
        "2026-01-01T00:00:00+00, 2026-01-01T00:00:00Z",
        "'2026-01-01T00:00:00,125Z', 2026-01-01T00:00:00.125Z",
    })
    void readsEveryForm(String text, Instant expected) {
        assertThat(parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026",
                "2026-12-31",
                "2026-12-31T23:59:59",
                "2026-12-31T23:59:59.Z",
                "2026-12-31T23:59:59.5",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2026-04-31T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T00:00:61Z",
                "2026-01-01T00:00:60Z",
                "2016-12-31T23:58:60Z",
                "2016-12-31T23:59:60+01:00",
                "2017-01-01T23:59:60-00:30",
                "2026-01-01T00:00:00ZZ",
                "2026-01-01T00:00:00+020",
                "2026-01-01T00:00:00+2400",
                "2026-01-01T00:00:00+24",
                "2026-01-01T00:00:00,Z",
                "2026-01-01T00:00:00+24:00",
                "2026-01-01X00:00:00Z",
                "+026-01-01T00:00:00Z",
                "2026-01-01T00:00:00\u0660Z"
            })
    void refusesEverythingElse(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-12-31T23:59:59.125+01:30", "2026-12-31T23:59:59-01:30"})
    void eachCharacterHasItsPlace(String text) {
        for (int i = 0; i < text.length(); i++) {
            for (char wrong : new char[] {'x', '\uff10', '~'}) {
                String broken = text.substring(0, i) + wrong + text.substring(i + 1);
                assertThatExceptionOfType(DateTimeException.class).as(broken).isThrownBy(() -> parse(broken));
            }
        }
    }

    @Test
    void theOutermostOffsetsAreRead() {
        assertThat(parse("2026-01-01T00:00:00+23:59")).isEqualTo(Instant.parse("2025-12-31T00:01:00Z"));
        assertThat(parse("2026-01-01T23:59:59-23:59")).isEqualTo(Instant.parse("2026-01-02T23:58:59Z"));
        for (String offset : new String[] {"+00:60", "*01:00", "+01:000", "+01:0", "+", "Z0"}) {
            assertThatExceptionOfType(DateTimeException.class)
                    .as(offset)
                    .isThrownBy(() -> parse("2026-01-01T00:00:00" + offset));
        }
    }

    @Test
    void writesMilliseconds() {
        assertThat(Rfc3339.format(Instant.parse("2026-01-02T03:04:05.678999Z"))).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(Rfc3339.format(Instant.parse("2026-01-02T03:04:05Z"))).isEqualTo("2026-01-02T03:04:05.000Z");
    }
}
