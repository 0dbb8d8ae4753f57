package io.github.sailpat.cli;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values (RFC 4180): a header, lines that end with CR LF, the data exactly as it is. Scopes are joined
 * with spaces, as are the names of the fields that could not be read, each of which is empty itself; {@code null} is an
 * empty field, too, and an empty text a quoted one. A spreadsheet may take a name for a
 * formula: names are the tenant's, import them as text.
 */
final class CsvFormat implements TokenFormat {
    private static final String END = "\r\n";
    private static final List<String> COLUMNS = columns(field -> true);
    private static final List<String> CREATED_COLUMNS = createdColumns();

    @Override
    public String header() {
        return String.join(",", COLUMNS) + END;
    }

    @Override
    public String token(PersonalAccessToken token) {
        return line(COLUMNS, TokenFields.of(token));
    }

    @Override
    public String created(CreatedPersonalAccessToken token) {
        return String.join(",", CREATED_COLUMNS) + END + line(CREATED_COLUMNS, TokenFields.of(token));
    }

    private static List<String> columns(Predicate<TokenField> filter) {
        List<String> columns = new ArrayList<>();
        for (TokenField field : TokenField.values()) {
            String name = field.getApiName();
            if (!filter.test(field)) {
                continue;
            }
            if (field.getType() == TokenField.Type.OWNER) {
                columns.addAll(List.of(name + ".type", name + ".id", name + ".name"));
            } else {
                columns.add(name);
            }
        }
        columns.add(TokenFields.UNREADABLE_FIELDS);
        return columns;
    }

    private static List<String> createdColumns() {
        List<String> columns = columns(TokenField::isInCreated);
        columns.add(1, TokenFields.SECRET);
        return columns;
    }

    private static String line(List<String> columns, Map<String, @Nullable Object> fields) {
        return columns.stream().map(column -> quoted(value(fields, column))).collect(Collectors.joining(",")) + END;
    }

    private static @Nullable Object value(Map<?, ?> fields, String column) {
        int dot = column.indexOf('.');
        if (dot > 0 && fields.get(column.substring(0, dot)) instanceof Map<?, ?> nested) {
            return value(nested, column.substring(dot + 1));
        }
        return fields.get(column);
    }

    private static String quoted(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(" "))
                : value.toString();
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
