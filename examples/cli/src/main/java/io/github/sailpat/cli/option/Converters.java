package io.github.sailpat.cli.option;

import io.github.sailpat.cli.output.OutputFormat;
import io.github.sailpat.cli.screen.ColorChoice;
import io.github.sailpat.cli.secret.SecretSource;
import io.github.sailpat.cli.time.TimeText;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.TokenField;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the values of options. */
public final class Converters {
    private static final Pattern PERMITS_AND_WINDOW = Pattern.compile("(\\d{1,9})/(.+)");
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final String FIELDS =
            Arrays.stream(TokenField.values()).map(TokenField::getApiName).collect(Collectors.joining(", "));

    private Converters() {}

    /** The message does not contain the text, which may contain a password. */
    public static URI url(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("it must be a URL, such as https://acme.api.identitynow.com");
        }
    }

    public static Duration duration(String text) {
        Duration duration = read(() -> TimeText.duration(text));
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("a time must be above zero and at most one year");
        }
        return duration;
    }

    /** A time that may be longer than a call may take. */
    public static final class Age implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return read(() -> TimeText.duration(text));
        }
    }

    /** Where the client secret is. */
    public static final class Source implements ITypeConverter<SecretSource> {
        @Override
        public SecretSource convert(String text) {
            return read(() -> SecretSource.parse(text));
        }
    }

    /** An instant in the past: a duration is that time ago. */
    public static final class Past implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            return read(() -> TimeText.ago(text, Instant.now()));
        }
    }

    /** An instant in the future: a duration is that time ahead. */
    static final class Future implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            return read(() -> TimeText.ahead(text, Instant.now()));
        }
    }

    private static <T> T read(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    public static TokenField tokenField(String text) {
        return Arrays.stream(TokenField.values())
                .filter(field -> field.getApiName().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        text.matches("\\w+")
                                ? "there is no field " + text + "; the fields are " + FIELDS
                                : "separate the fields with commas: id,name,expirationDate"));
    }

    /** A number of something. */
    public static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("it must be a whole number, such as 10");
        }
    }

    /** A share of something. */
    public static double share(String text) {
        try {
            double share = Double.parseDouble(text);
            if (share > 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // It is as wrong as one that is too large.
        }
        throw new TypeConversionException("it must be a share above 0 and of at most 1, such as 0.2");
    }

    public static ColorChoice color(String text) {
        return oneOf(ColorChoice.values(), text, "choose one of auto, always and never");
    }

    /** The constant whose name in lower case this is. */
    public static <E extends Enum<E>> E oneOf(E[] values, String text, String message) {
        return Arrays.stream(values)
                .filter(value -> value.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(message));
    }

    public static ApiVersion apiVersion(String text) {
        return read(() -> ApiVersion.ofLabel(text));
    }

    public static OutputFormat outputFormat(String text) {
        return oneOf(OutputFormat.values(), text, "choose one of table, jsonl and csv");
    }

    public static RateSetting rate(String text) {
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
