package io.github.sailpat.cli.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads times: a duration is {@code 30s}, {@code 90d} or {@code 12w}, or of ISO 8601; an instant is one of RFC 3339, a
 * date, which is its first moment in UTC, or a duration from now.
 */
public final class TimeText {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");
    private static final Pattern MONTHS = Pattern.compile("\\d+M");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final int DAYS_OF_A_WEEK = 7;

    private TimeText() {}

    /**
     * Reads a duration.
     *
     * @param text for example {@code 90d}
     * @return the duration, which may be zero or negative in ISO 8601
     * @throws IllegalArgumentException with an example, if the text is none
     */
    public static Duration duration(String text) {
        if (MONTHS.matcher(text).matches()) {
            throw new IllegalArgumentException("M is not minutes: write 5m; for months count days, as in 180d");
        }
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return isoDuration(text);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(number * DAYS_OF_A_WEEK);
        };
    }

    private static Duration isoDuration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time is a number with a unit: 500ms, 30s, 5m, 1h, 90d, 12w");
        }
    }

    /**
     * Reads an instant, where a duration is that time ago.
     *
     * @param text for example {@code 90d}
     * @param now the current time
     * @return the instant
     * @throws IllegalArgumentException with examples, if the text is none
     */
    public static Instant ago(String text, Instant now) {
        return instant(text, now, -1, "90d for 90 days ago, 12w, 2026-01-31, 2026-01-31T12:00:00Z");
    }

    /**
     * Reads an instant, where a duration is that time ahead, in whole seconds.
     *
     * @param text for example {@code 30d}
     * @param now the current time
     * @return the instant
     * @throws IllegalArgumentException with examples, if the text is none
     */
    public static Instant ahead(String text, Instant now) {
        return instant(
                text,
                now.truncatedTo(ChronoUnit.SECONDS),
                1,
                "30d for 30 days from now, 12w, 2027-01-31, 2027-01-31T12:00:00Z");
    }

    /**
     * Reads an instant of RFC 3339.
     *
     * @param text for example {@code 2027-01-31T12:00:00Z}
     * @return the instant
     * @throws IllegalArgumentException with an example, if the text is none
     */
    public static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("an instant has a date, a time and an offset: 2027-01-31T12:00:00Z");
        }
    }

    private static Instant instant(String text, Instant now, int direction, String examples) {
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            if (text.indexOf('-') < 0) {
                return now.plus(duration(text).multipliedBy(direction));
            }
            return instant(text);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException("it must be a time, a date, or an instant with its offset: " + examples);
        }
    }
}
