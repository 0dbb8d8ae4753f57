package io.github.sailpat.cli.output;

import io.github.sailpat.cli.screen.Cell;
import io.github.sailpat.cli.screen.Column;
import io.github.sailpat.cli.screen.Style;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenField;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of a table of tokens. Dates are days in UTC. */
public final class TokenColumns {
    public static final String UNREADABLE = "unreadable";
    /** What a table shows if nothing else is asked for. */
    static final List<TokenField> DEFAULT = List.of(
            TokenField.ID,
            TokenField.NAME,
            TokenField.OWNER,
            TokenField.SCOPE,
            TokenField.CREATED,
            TokenField.LAST_USED,
            TokenField.EXPIRATION_DATE);

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration LONG = Duration.ofDays(90);

    private TokenColumns() {}

    /** A column for a field, with its importance among those that a table has by itself. */
    static Column of(TokenField field) {
        return switch (field) {
            case ID -> Column.fixed("ID", 32, 0);
            case NAME -> Column.text("NAME", 14, 40, 1);
            case EXPIRATION_DATE -> Column.fixed("EXPIRES", 10, 2);
            case LAST_USED -> Column.fixed("LAST USED", 10, 3);
            case OWNER -> Column.text("OWNER", 14, 24, 4);
            case SCOPE -> Column.text("SCOPE", 16, 32, 5);
            case CREATED -> Column.fixed("CREATED", 10, 6);
            case MANAGED -> Column.fixed("MANAGED", 10, 7);
            case ACCESS_TOKEN_VALIDITY_SECONDS -> Column.fixed("VALIDITY", 10, 8);
            case USER_AWARE_TOKEN_NEVER_EXPIRES -> Column.fixed("NEVER EXPIRES", 13, 9);
        };
    }

    static Cell cell(TokenField field, PersonalAccessToken token, Instant now) {
        return new Cell(text(field, token), style(field, token, now));
    }

    private static String text(TokenField field, PersonalAccessToken token) {
        if (token.getUnreadableFields().contains(field.getApiName())) {
            return UNREADABLE;
        }
        return switch (field) {
            case OWNER -> owner(token.getOwner());
            case SCOPE -> scope(token.getScope());
            case LAST_USED -> day(token.getLastUsed());
            case EXPIRATION_DATE -> day(token.getExpirationDate());
            case CREATED -> created(token.getCreated());
            case NAME -> name(token.getName());
            default -> {
                Object value = field.get(token);
                yield value == null ? "-" : value.toString();
            }
        };
    }

    private static Style style(TokenField field, PersonalAccessToken token, Instant now) {
        Instant expires = token.getExpirationDate();
        if (field == TokenField.EXPIRATION_DATE && expires != null) {
            if (!expires.isAfter(now)) {
                return Style.ALARM;
            }
            return expires.isAfter(now.plus(SOON)) ? Style.PLAIN : Style.WARNING;
        }
        return field == TokenField.LAST_USED && token.isUnusedSince(now.minus(LONG)) ? Style.FAINT : Style.PLAIN;
    }

    public static String owner(Owner owner) {
        if (owner.getName() != null) {
            return owner.getName();
        }
        return owner.getId() == null ? "-" : owner.getId();
    }

    private static String scope(@Nullable List<String> scope) {
        if (scope == null || scope.isEmpty()) {
            return "-";
        }
        return scope.get(0) + (scope.size() == 1 ? "" : " +" + (scope.size() - 1));
    }

    /** Every token has a name. Without one it could not be read. */
    public static String name(@Nullable String name) {
        return name == null ? UNREADABLE : name;
    }

    /** Every token has a date of creation. Without one it could not be read. */
    public static String created(@Nullable Instant date) {
        return date == null ? UNREADABLE : DAY.format(date);
    }

    /** The day, and where there is none, whether that means never. */
    public static String day(@Nullable Instant date, String field, Set<String> unreadable) {
        return date == null && unreadable.contains(field) ? UNREADABLE : day(date);
    }

    private static String day(@Nullable Instant date) {
        return date == null ? "never" : DAY.format(date);
    }
}
