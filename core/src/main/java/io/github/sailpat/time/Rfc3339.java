package io.github.sailpat.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Dates of the API: {@code date-time} of RFC 3339 section 5.6.
 *
 * <p>A parser of its own, because dates are the largest part of decoding a token: the parser of {@code java.time} takes
 * more time than the rest together.
 */
public final class Rfc3339 {
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int DAYS_TO_EPOCH = 719_528;
    private static final int[] NANOS_PER_UNIT = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    private Rfc3339() {}

    /**
     * Writes an instant in UTC with milliseconds.
     *
     * @param instant the instant, of a year from 0 to 9999
     * @return for example {@code 2026-12-31T23:59:59.999Z}
     */
    public static String format(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    /**
     * Writes an instant in UTC with milliseconds or, where it is finer, microseconds or nanoseconds.
     *
     * @param instant the instant
     * @return for example {@code 2026-12-31T23:59:59.999Z} or {@code 2026-12-31T23:59:59.999999Z}
     */
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // only the fraction of the second matters
    public static String formatExactly(Instant instant) {
        return instant.getNano() == 0 ? format(instant) : instant.toString(); // which has no fraction of zero
    }

    /**
     * Reads a date-time of any precision; digits beyond nanoseconds are ignored. A leap second is read only where it
     * can occur, at 23:59:60 UTC (section 5.7), as the second after it. Three forms of ISO 8601 that RFC 3339 leaves
     * out are read, too: the offsets {@code +0000} and {@code +00}, and a comma before the fraction.
     *
     * @param text contains the characters
     * @param offset the index of the first one
     * @param length the number of characters
     * @return the instant
     * @throws DateTimeException if they are not a date-time
     */
    public static Instant parse(char[] text, int offset, int length) {
        int end = offset + length;
        if (length < 20) {
            throw malformed();
        }
        int year = two(text, offset) * 100 + two(text, offset + 2);
        expect(text[offset + 4] == '-');
        int month = two(text, offset + 5);
        expect(text[offset + 7] == '-');
        int day = two(text, offset + 8);
        expect((text[offset + 10] | 0x20) == 't' || text[offset + 10] == ' ');
        int hour = two(text, offset + 11);
        expect(text[offset + 13] == ':');
        int minute = two(text, offset + 14);
        expect(text[offset + 16] == ':');
        int second = two(text, offset + 17);
        expect(month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month));
        expect(hour <= 23 && minute <= 59 && second <= 60);

        int at = offset + 19;
        int nanos = 0;
        if (text[at] == '.' || text[at] == ',') {
            int digits = 0;
            for (at++; at < end && isDigit(text[at]); at++) {
                if (digits < 9) {
                    nanos = nanos * 10 + text[at] - '0';
                    digits++;
                }
            }
            expect(digits > 0);
            nanos *= NANOS_PER_UNIT[digits];
        }
        long seconds = daysSinceEpoch(year, month, day) * SECONDS_PER_DAY
                + hour * 3_600L
                + minute * 60L
                + second
                - offsetSeconds(text, at, end);
        expect(second < 60 || Math.floorMod(seconds, SECONDS_PER_DAY) == 0);
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private static int offsetSeconds(char[] text, int at, int end) {
        expect(at < end);
        char sign = text[at];
        if ((sign | 0x20) == 'z') {
            expect(at + 1 == end);
            return 0;
        }
        int length = end - at;
        expect((sign == '+' || sign == '-') && ((length == 6 && text[at + 3] == ':') || length == 5 || length == 3));
        int hours = two(text, at + 1);
        int minutes = length == 3 ? 0 : two(text, end - 2);
        expect(hours <= 23 && minutes <= 59);
        int seconds = hours * 3_600 + minutes * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private static long daysSinceEpoch(int year, int month, int day) {
        int leapDays = (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
        long days = 365L * year + leapDays + DAYS_BEFORE_MONTH[month - 1] + day - 1;
        return days + (month > 2 && isLeap(year) ? 1 : 0) - DAYS_TO_EPOCH;
    }

    private static int daysOf(int year, int month) {
        return DAYS_BEFORE_MONTH[month] - DAYS_BEFORE_MONTH[month - 1] + (month == 2 && isLeap(year) ? 1 : 0);
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static int two(char[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        expect(tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9);
        return tens * 10 + ones;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void expect(boolean condition) {
        if (!condition) {
            throw malformed();
        }
    }

    private static DateTimeException malformed() {
        return new DateTimeException("not a date-time of RFC 3339");
    }
}
