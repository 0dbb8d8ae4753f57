package io.github.sailpat.reactive.internal.timing;

import io.netty.handler.codec.DateFormatter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** The dates of HTTP headers in all three forms that a recipient must accept (RFC 9110 section 5.6.7). */
public final class HttpDate {
    /** Twice as long as the longest form. Netty throws where a value is longer still. */
    private static final int LONGEST = 64;
    /** Letters and zeros stand for any, the rest for itself. */
    private static final String CURRENT_FORM = "Aaa, 00 Aaa 0000 00:00:00 GMT";

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private HttpDate() {}

    /**
     * Reads a date.
     *
     * @param value a header's value
     * @return the time, or {@code null} if it is no date
     */
    public static @Nullable Instant parse(String value) {
        Instant current = hasCurrentForm(value) ? parseCurrentForm(value) : null;
        return current == null ? parseAnyForm(value) : current;
    }

    private static boolean hasCurrentForm(String value) {
        if (value.length() != CURRENT_FORM.length()) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            char form = CURRENT_FORM.charAt(i);
            boolean matches = form == '0' ? c >= '0' && c <= '9' : isAnyLetter(i) || c == form;
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    /** The names of the day, which does not matter, and of the month, which is looked up. */
    private static boolean isAnyLetter(int index) {
        return index < 3 || (index >= 8 && index < 11);
    }

    /** What servers send. Netty's parser takes a calendar, for which the JDK loads the data of a locale. */
    private static @Nullable Instant parseCurrentForm(String value) {
        int month = MONTHS.indexOf(value.substring(8, 11));
        if (month % 3 != 0) {
            return null;
        }
        try {
            return LocalDateTime.of(
                            number(value, 12, 16),
                            month / 3 + 1,
                            number(value, 5, 7),
                            number(value, 17, 19),
                            number(value, 20, 22),
                            number(value, 23, 25))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) { // such as a leap second
            return null;
        }
    }

    private static int number(String value, int from, int to) {
        return Integer.parseInt(value, from, to, 10);
    }

    private static @Nullable Instant parseAnyForm(String value) {
        Date date = value.isEmpty() || value.length() > LONGEST ? null : DateFormatter.parseHttpDate(value);
        return date == null ? null : date.toInstant();
    }
}
