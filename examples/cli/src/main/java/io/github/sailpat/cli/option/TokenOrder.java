package io.github.sailpat.cli.option;

import io.github.sailpat.cli.output.TokenColumns;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenField;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The order of a sorted list. Tokens without the field come last in either direction.
 *
 * @param comparator the order
 */
public record TokenOrder(Comparator<PersonalAccessToken> comparator) {

    public static TokenOrder ascending(TokenField field) {
        return new TokenOrder(by(field, Comparator.naturalOrder()));
    }

    private static Comparator<PersonalAccessToken> by(TokenField field, Comparator<Key> direction) {
        Comparator<@Nullable Key> order = Comparator.nullsLast(direction);
        return Comparator.comparing(token -> Key.of(field.get(token)), order);
    }

    /** Reads {@code FIELD} and {@code FIELD:desc}. */
    public static final class Converter implements ITypeConverter<TokenOrder> {
        @Override
        public TokenOrder convert(String text) {
            int colon = text.indexOf(':');
            TokenField field = Converters.tokenField(colon < 0 ? text : text.substring(0, colon));
            return switch (colon < 0 ? "asc" : text.substring(colon + 1)) {
                case "asc" -> ascending(field);
                case "desc" -> new TokenOrder(by(field, Comparator.reverseOrder()));
                default -> throw new TypeConversionException("the order is asc or desc: lastUsed:desc");
            };
        }
    }

    /** Something to compare: numbers and instants by their value, texts without regard to case. */
    private record Key(long number, String text) implements Comparable<Key> {
        static @Nullable Key of(@Nullable Object value) {
            if (value == null) {
                return null;
            }
            if (value instanceof Instant instant) {
                return new Key(instant.toEpochMilli(), instant.toString());
            }
            if (value instanceof Number number) {
                return new Key(number.longValue(), "");
            }
            Object shown = value instanceof Owner owner
                    ? TokenColumns.owner(owner)
                    : value instanceof List<?> list ? List.copyOf(list).toString() : value;
            return new Key(0, shown.toString().toLowerCase(Locale.ROOT));
        }

        @Override
        public int compareTo(Key other) {
            int byNumber = Long.compare(number, other.number);
            return byNumber == 0 ? text.compareTo(other.text) : byNumber;
        }
    }
}
