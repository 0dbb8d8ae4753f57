package io.github.sailpat.cli;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final List<String> COLUMNS = List.of(
            "id",
            "name",
            "scope",
            "owner.type",
            "owner.id",
            "owner.name",
            "created",
            "lastUsed",
            "managed",
            "accessTokenValiditySeconds",
            "expirationDate",
            "userAwareTokenNeverExpires",
            "unreadableFields");

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
        List<String> columns = new ArrayList<>(COLUMNS);
        columns.add(1, "secret");
        columns.removeAll(List.of("lastUsed", "managed"));
        return String.join(",", columns) + END + line(columns, TokenFields.of(token));
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
