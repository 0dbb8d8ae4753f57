package io.github.sailpat.cli;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For people: columns of fixed widths, since a stream cannot be measured beforehand. Dates are days in UTC. */
final class TableFormat implements TokenFormat {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
    private static final int[] WIDTHS = {32, 28, 18, 20, 10, 10, 10};
    private static final String GAP = "  ";

    @Override
    public String header() {
        return row("ID", "NAME", "OWNER", "SCOPE", "CREATED", "LAST USED", "EXPIRES");
    }

    @Override
    public String token(PersonalAccessToken token) {
        return row(
                token.getId(),
                token.getName(),
                owner(token.getOwner().getName(), token.getOwner().getId()),
                scope(token.getScope()),
                day(token.getCreated()),
                day(token.getLastUsed()),
                day(token.getExpirationDate()));
    }

    /** All of it, each field on a line. */
    @Override
    public String created(CreatedPersonalAccessToken token) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, @Nullable Object> field : TokenFields.of(token).entrySet()) {
            Object value = field.getValue();
            if (value != null) {
                text.append(Columns.fit(field.getKey(), 28))
                        .append(Printable.plain(
                                value instanceof Map<?, ?>
                                        ? owner(
                                                token.getOwner().getName(),
                                                token.getOwner().getId())
                                        : value.toString()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String row(String... cells) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            row.append(i == 0 ? "" : GAP).append(Columns.fit(Printable.plain(cells[i]), WIDTHS[i]));
        }
        return row.toString().stripTrailing() + '\n';
    }

    private static String owner(@Nullable String name, @Nullable String id) {
        if (name != null) {
            return name;
        }
        return id == null ? "-" : id;
    }

    private static String scope(@Nullable List<String> scope) {
        if (scope == null || scope.isEmpty()) {
            return "-";
        }
        return scope.get(0) + (scope.size() == 1 ? "" : " +" + (scope.size() - 1));
    }

    static String day(@Nullable Instant date) {
        return date == null ? "never" : DAY.format(date);
    }
}
