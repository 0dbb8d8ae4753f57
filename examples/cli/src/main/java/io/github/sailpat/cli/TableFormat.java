package io.github.sailpat.cli;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Columns of fixed widths, because the list is a stream. Dates are days in UTC. */
final class TableFormat implements TokenFormat {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
    private static final int[] WIDTHS = {32, 28, 18, 20, 10, 10, 10};
    private static final String GAP = "  ";
    private static final String UNREADABLE = "unreadable";

    @Override
    public String header() {
        return row("ID", "NAME", "OWNER", "SCOPE", "CREATED", "LAST USED", "EXPIRES");
    }

    @Override
    public String token(PersonalAccessToken token) {
        Set<String> unreadable = token.getUnreadableFields();
        return row(
                token.getId(),
                name(token.getName()),
                unreadable.contains("owner")
                        ? UNREADABLE
                        : owner(token.getOwner().getName(), token.getOwner().getId()),
                unreadable.contains("scope") ? UNREADABLE : scope(token.getScope()),
                created(token.getCreated()),
                day(token.getLastUsed(), "lastUsed", unreadable),
                day(token.getExpirationDate(), "expirationDate", unreadable));
    }

    /** All of it, each field on a line. */
    @Override
    public String created(CreatedPersonalAccessToken token) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, @Nullable Object> field : TokenFields.of(token).entrySet()) {
            Object value = field.getValue();
            if (value != null) {
                text.append(TextColumns.fit(field.getKey(), 28))
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
            row.append(i == 0 ? "" : GAP).append(TextColumns.fit(Printable.plain(cells[i]), WIDTHS[i]));
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

    /** Every token has a name. Without one it could not be read. */
    static String name(@Nullable String name) {
        return name == null ? UNREADABLE : name;
    }

    /** Every token has a date of creation. Without one it could not be read. */
    static String created(@Nullable Instant date) {
        return date == null ? UNREADABLE : DAY.format(date);
    }

    /** The day, and where there is none, whether that means never. */
    static String day(@Nullable Instant date, String field, Set<String> unreadable) {
        if (date != null) {
            return DAY.format(date);
        }
        return unreadable.contains(field) ? UNREADABLE : "never";
    }
}
