package io.github.sailpat.cli;

import io.github.sailpat.token.ApiVersion;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the values of options. */
final class Converters {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern PERMITS_AND_WINDOW = Pattern.compile("(\\d{1,9})/(.+)");
    private static final Duration LONGEST = Duration.ofDays(365);

    private Converters() {}

    /** The message does not contain the text, which may contain a password. */
    static URI url(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("it must be a URL, such as https://acme.api.identitynow.com");
        }
    }

    static Duration duration(String text) {
        Duration duration = parseDuration(text);
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("a time must be above zero and at most one year");
        }
        return duration;
    }

    /** A time that may be longer than a call may take. */
    static final class Age implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return parseDuration(text);
        }
    }

    private static Duration parseDuration(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.toLowerCase(Locale.ROOT));
        try {
            if (!matcher.matches()) {
                return Duration.parse(text);
            }
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("a time is a number with a unit: 500ms, 30s, 5m, 1h, 90d");
        }
    }

    static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("an instant has a date, a time and an offset: 2027-01-31T12:00:00Z");
        }
    }

    static ApiVersion apiVersion(String text) {
        try {
            return ApiVersion.ofLabel(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    static OutputFormat outputFormat(String text) {
        for (OutputFormat format : OutputFormat.values()) {
            if (format.toString().equals(text)) {
                return format;
            }
        }
        throw new TypeConversionException("choose one of table, jsonl and csv");
    }

    static RateSetting rate(String text) {
        if (text.equals("off")) {
            return RateSetting.OFF;
        }
        Matcher matcher = PERMITS_AND_WINDOW.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("a rate is a number of requests and a time, 100/10s, or off");
        }
        int permits = Integer.parseInt(matcher.group(1));
        if (permits == 0) {
            throw new TypeConversionException("a rate must allow at least one request");
        }
        return new RateSetting(permits, duration(matcher.group(2)));
    }
}
