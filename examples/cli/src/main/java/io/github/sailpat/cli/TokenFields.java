package io.github.sailpat.cli;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A token as the API's own fields, in a fixed order, and {@code unreadableFields} where some could not be read. */
final class TokenFields {
    private static final DateTimeFormatter MILLISECONDS = withDigits(3);
    private static final DateTimeFormatter MICROSECONDS = withDigits(6);
    private static final DateTimeFormatter NANOSECONDS = withDigits(9);

    private TokenFields() {}

    static Map<String, @Nullable Object> of(PersonalAccessToken token) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", token.getId());
        fields.put("name", token.getName());
        fields.put("scope", token.getScope());
        fields.put("owner", of(token.getOwner()));
        fields.put("created", date(token.getCreated()));
        fields.put("lastUsed", date(token.getLastUsed()));
        fields.put("managed", token.getUnreadableFields().contains("managed") ? null : token.isManaged());
        withExpiry(
                fields,
                token.getAccessTokenValiditySeconds(),
                token.getExpirationDate(),
                token.getUserAwareTokenNeverExpires());
        return withUnreadable(fields, token.getUnreadableFields());
    }

    /** With the secret. */
    static Map<String, @Nullable Object> of(CreatedPersonalAccessToken token) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", token.getId());
        fields.put("secret", token.getSecret().reveal());
        fields.put("name", token.getName());
        fields.put("scope", token.getScope());
        fields.put("owner", of(token.getOwner()));
        fields.put("created", date(token.getCreated()));
        withExpiry(
                fields,
                token.getAccessTokenValiditySeconds(),
                token.getExpirationDate(),
                token.getUserAwareTokenNeverExpires());
        return withUnreadable(fields, token.getUnreadableFields());
    }

    private static Map<String, @Nullable Object> withUnreadable(
            Map<String, @Nullable Object> fields, Set<String> unreadable) {
        if (!unreadable.isEmpty()) {
            fields.put("unreadableFields", List.copyOf(unreadable));
        }
        return fields;
    }

    private static void withExpiry(
            Map<String, @Nullable Object> fields,
            @Nullable Integer validity,
            @Nullable Instant expirationDate,
            @Nullable Boolean neverExpires) {
        fields.put("accessTokenValiditySeconds", validity);
        fields.put("expirationDate", date(expirationDate));
        if (neverExpires != null) {
            fields.put("userAwareTokenNeverExpires", neverExpires);
        }
    }

    private static Map<String, @Nullable Object> of(Owner owner) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", owner.getType());
        fields.put("id", owner.getId());
        fields.put("name", owner.getName());
        return fields;
    }

    /** RFC 3339 with milliseconds or, where they are finer, microseconds or nanoseconds, as the platform has them. */
    @SuppressWarnings("JavaInstantGetSecondsGetNano") // the fraction of the second is what is looked at
    private static @Nullable String date(@Nullable Instant date) {
        if (date == null) {
            return null;
        }
        int nanos = date.getNano();
        DateTimeFormatter formatter =
                nanos % 1_000_000 == 0 ? MILLISECONDS : nanos % 1_000 == 0 ? MICROSECONDS : NANOSECONDS;
        return formatter.format(date);
    }

    private static DateTimeFormatter withDigits(int digits) {
        return new DateTimeFormatterBuilder().appendInstant(digits).toFormatter();
    }
}
