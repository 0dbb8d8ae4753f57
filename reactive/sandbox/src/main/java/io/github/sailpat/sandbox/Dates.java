package io.github.sailpat.sandbox;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Dates as the platform writes them: with milliseconds or, where they are finer, microseconds. */
final class Dates {

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final DateTimeFormatter MICROS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private Dates() {}

    static String format(Instant instant) {
        return (instant.truncatedTo(ChronoUnit.MILLIS).equals(instant) ? MILLIS : MICROS).format(instant);
    }

    /** The current instant, in milliseconds like the dates that the platform writes when a token is created or used. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Reads an RFC 3339 date-time; digits beyond microseconds are ignored.
     *
     * @throws ApiException (400) if it is none
     */
    static Instant parse(String field, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException e) {
            throw ApiException.badRequest("The " + field + " \"" + text + "\" is not a date-time.");
        }
    }

    static Instant sixMonthsAfter(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).plusMonths(6).toInstant();
    }
}
