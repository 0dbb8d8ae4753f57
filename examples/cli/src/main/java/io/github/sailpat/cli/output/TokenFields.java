package io.github.sailpat.cli.output;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenField;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON object of a token: the {@link TokenField}s, and {@code unreadableFields} if some could not be read. */
public final class TokenFields {
    /** The names of what a token on output has beside its fields. */
    public static final String SECRET = "secret";

    public static final String UNREADABLE_FIELDS = "unreadableFields";

    private static final DateTimeFormatter MILLISECONDS = withDigits(3);
    private static final DateTimeFormatter MICROSECONDS = withDigits(6);
    private static final DateTimeFormatter NANOSECONDS = withDigits(9);

    private TokenFields() {}

    public static Map<String, @Nullable Object> of(PersonalAccessToken token) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (TokenField field : TokenField.values()) {
            put(fields, field, field.get(token));
        }
        if (token.getUnreadableFields().contains(TokenField.MANAGED.getApiName())) {
            fields.put(TokenField.MANAGED.getApiName(), null); // true there means that it may be
        }
        return withUnreadable(fields, token.getUnreadableFields());
    }

    /** With the secret. */
    public static Map<String, @Nullable Object> of(CreatedPersonalAccessToken token) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (TokenField field : TokenField.values()) {
            if (field.isInCreated()) {
                put(fields, field, field.get(token));
            }
            if (field == TokenField.ID) {
                fields.put(SECRET, token.getSecret().reveal());
            }
        }
        return withUnreadable(fields, token.getUnreadableFields());
    }

    /** API versions in which a token cannot be without an expiration date do not have the acknowledgement. */
    private static void put(Map<String, @Nullable Object> fields, TokenField field, @Nullable Object value) {
        if (value != null || field != TokenField.USER_AWARE_TOKEN_NEVER_EXPIRES) {
            fields.put(field.getApiName(), json(value));
        }
    }

    private static @Nullable Object json(@Nullable Object value) {
        if (value instanceof Instant date) {
            return date(date);
        }
        return value instanceof Owner owner ? of(owner) : value;
    }

    private static Map<String, @Nullable Object> withUnreadable(
            Map<String, @Nullable Object> fields, Set<String> unreadable) {
        if (!unreadable.isEmpty()) {
            fields.put(UNREADABLE_FIELDS, List.copyOf(unreadable));
        }
        return fields;
    }

    private static Map<String, @Nullable Object> of(Owner owner) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", owner.getType());
        fields.put("id", owner.getId());
        fields.put("name", owner.getName());
        return fields;
    }

    /** RFC 3339 with milliseconds or, where they are finer, microseconds or nanoseconds, as the platform has them. */
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // only the fraction of the second matters
    private static String date(Instant date) {
        int nanos = date.getNano();
        DateTimeFormatter formatter =
                nanos % 1_000_000 == 0 ? MILLISECONDS : nanos % 1_000 == 0 ? MICROSECONDS : NANOSECONDS;
        return formatter.format(date);
    }

    private static DateTimeFormatter withDigits(int digits) {
        return new DateTimeFormatterBuilder().appendInstant(digits).toFormatter();
    }
}
