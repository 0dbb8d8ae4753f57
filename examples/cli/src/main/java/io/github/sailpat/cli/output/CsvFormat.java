package io.github.sailpat.cli.output;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values with a header. The fields that could not be read are empty, and the last column has their
 * names. A secret is never changed: it would not be the secret any more.
 */
final class CsvFormat implements TokenFormat {
    private final CsvLines lines;
    private final List<String> columns;
    private final List<String> createdColumns;

    CsvFormat(TokenView view) {
        lines = new CsvLines(view.rawCsv());
        columns = columns(view.fields().isEmpty() ? Arrays.asList(TokenField.values()) : view.fields());
        createdColumns = columns(Arrays.stream(TokenField.values())
                .filter(TokenField::isInCreated)
                .toList());
        createdColumns.add(1, TokenFields.SECRET);
    }

    @Override
    public String header() {
        return lines.line(columns);
    }

    @Override
    public String token(PersonalAccessToken token) {
        return lines.line(values(columns, TokenFields.of(token)));
    }

    @Override
    public String created(CreatedPersonalAccessToken token) {
        Map<String, @Nullable Object> fields = TokenFields.of(token);
        fields.put(TokenFields.SECRET, new CsvLines.Exact(token.getSecret().reveal()));
        return lines.line(createdColumns) + lines.line(values(createdColumns, fields));
    }

    private static List<String> columns(List<TokenField> fields) {
        List<String> columns = new ArrayList<>();
        for (TokenField field : fields) {
            String name = field.getApiName();
            if (field.getType() == TokenField.Type.OWNER) {
                columns.addAll(List.of(name + ".type", name + ".id", name + ".name"));
            } else {
                columns.add(name);
            }
        }
        columns.add(TokenFields.UNREADABLE_FIELDS);
        return columns;
    }

    private static List<@Nullable Object> values(List<String> columns, Map<String, @Nullable Object> fields) {
        List<@Nullable Object> values = new ArrayList<>();
        columns.forEach(column -> values.add(value(fields, column)));
        return values;
    }

    private static @Nullable Object value(Map<?, ?> fields, String column) {
        int dot = column.indexOf('.');
        if (dot > 0 && fields.get(column.substring(0, dot)) instanceof Map<?, ?> nested) {
            return value(nested, column.substring(dot + 1));
        }
        return fields.get(column);
    }
}
