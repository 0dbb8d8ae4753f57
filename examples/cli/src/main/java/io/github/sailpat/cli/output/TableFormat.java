package io.github.sailpat.cli.output;

import io.github.sailpat.cli.screen.Column;
import io.github.sailpat.cli.screen.Printable;
import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.cli.screen.TableLayout;
import io.github.sailpat.cli.screen.TextColumns;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenField;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table as wide as the screen. Its columns do not depend on the tokens, because a list is a stream. If the screen
 * changes its width, the headings are printed again and the rest has the new width.
 */
public final class TableFormat implements TokenFormat {
    private static final int FIELD_NAME = 28;

    private final List<TokenField> fields;
    private final List<Column> columns;
    private final Screen screen;
    private final Instant now = Instant.now();
    private int width;
    private TableLayout layout;

    public TableFormat(TokenView view) {
        screen = view.screen();
        fields = view.fields().isEmpty() ? TokenColumns.DEFAULT : view.fields();
        columns =
                view.fields().isEmpty() ? fields.stream().map(TokenColumns::of).toList() : inOrderOfImportance(fields);
        width = screen.columns();
        layout = TableLayout.of(columns, screen);
    }

    /** Of the columns that somebody asks for, the first ones are the most important. */
    private static List<Column> inOrderOfImportance(List<TokenField> fields) {
        return IntStream.range(0, fields.size())
                .mapToObj(i -> TokenColumns.of(fields.get(i)).ranked(i))
                .toList();
    }

    @Override
    public String header() {
        return layout.header();
    }

    @Override
    public String token(PersonalAccessToken token) {
        String row = "";
        if (width != screen.columns()) {
            width = screen.columns();
            layout = TableLayout.of(columns, screen);
            row = layout.header();
        }
        return row
                + layout.row(fields.stream()
                        .map(field -> TokenColumns.cell(field, token, now))
                        .toList());
    }

    @Override
    public String details(PersonalAccessToken token) {
        return lines(TokenFields.of(token), TokenColumns.owner(token.getOwner()));
    }

    @Override
    public String created(CreatedPersonalAccessToken token) {
        return lines(TokenFields.of(token), TokenColumns.owner(token.getOwner()));
    }

    /** All of it, each field on a line, whole: a secret that is cut would be lost. */
    private static String lines(Map<String, @Nullable Object> fields, String owner) {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) -> {
            if (value != null) {
                text.append(TextColumns.fit(name, FIELD_NAME))
                        .append(Printable.plain(value instanceof Map<?, ?> ? owner : value.toString()))
                        .append('\n');
            }
        });
        return text.toString();
    }
}
