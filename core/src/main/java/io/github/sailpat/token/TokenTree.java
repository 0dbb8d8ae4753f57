package io.github.sailpat.token;

import io.github.sailpat.time.Rfc3339;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token as a JSON document of plain Java values, in the API's field names, and back. Each field is there, as JSON's
 * null where the token has none: an answer may leave a field out that can be replaced all the same. Only what could
 * not be read is left out: nobody knows what it is.
 */
final class TokenTree {
    private final Map<?, ?> members;

    private TokenTree(Map<?, ?> members) {
        this.members = members;
    }

    static Map<String, @Nullable Object> of(PersonalAccessToken token) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("id", token.getId());
        members.put("name", token.getName());
        members.put("scope", token.getScope());
        members.put("owner", of(token.getOwner()));
        members.put("created", text(token.getCreated()));
        members.put("lastUsed", text(token.getLastUsed()));
        members.put("managed", token.isManaged());
        members.put("accessTokenValiditySeconds", token.getAccessTokenValiditySeconds());
        members.put("expirationDate", text(token.getExpirationDate()));
        members.put("userAwareTokenNeverExpires", token.getUserAwareTokenNeverExpires());
        members.keySet().removeAll(token.getUnreadableFields());
        return members;
    }

    private static Map<String, @Nullable Object> of(Owner owner) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("type", owner.getType());
        members.put("id", owner.getId());
        members.put("name", owner.getName());
        return members;
    }

    private static @Nullable String text(@Nullable Instant date) {
        return date == null ? null : Rfc3339.formatExactly(date);
    }

    /**
     * Reads the document that was made of a token and then changed.
     *
     * @throws IllegalArgumentException if it is no token, with the field and its type
     */
    static PersonalAccessToken read(@Nullable Object tree, PersonalAccessToken original) {
        TokenTree document = object("document", tree);
        Set<String> unreadable = new LinkedHashSet<>(original.getUnreadableFields());
        unreadable.removeAll(document.members.keySet());
        boolean maybeManaged = unreadable.contains("managed");
        PersonalAccessToken.Builder token = PersonalAccessToken.builder();
        token.id(document.required("id", String.class, "a string"))
                .name(unreadable.contains("name") ? null : document.required("name", String.class, "a string"))
                .scope(unreadable.contains("scope") ? original.getScope() : document.texts("scope"))
                .created(
                        unreadable.contains("created")
                                ? null
                                : present("created", document.date("created", original.getCreated()), "a date"))
                .lastUsed(document.date("lastUsed", original.getLastUsed()))
                .managed(maybeManaged || Boolean.TRUE.equals(document.flag("managed")))
                .unreadableFields(unreadable)
                .accessTokenValiditySeconds(document.number("accessTokenValiditySeconds"))
                .expirationDate(document.date("expirationDate", original.getExpirationDate()))
                .userAwareTokenNeverExpires(document.flag("userAwareTokenNeverExpires"));
        if (unreadable.contains("owner")) {
            token.owner(original.getOwner());
        } else if (document.members.get("owner") != null) {
            TokenTree owner = object("owner", document.members.get("owner"));
            token.owner(Owner.builder()
                    .type(owner.optional("type", String.class, "a string"))
                    .id(owner.optional("id", String.class, "a string"))
                    .name(owner.optional("name", String.class, "a string"))
                    .build());
        }
        return token.build();
    }

    private static TokenTree object(String what, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new TokenTree(map);
        }
        throw wrongType(what, "an object");
    }

    private <T> @Nullable T optional(String field, Class<T> type, String expected) {
        Object value = members.get(field);
        if (value != null && !type.isInstance(value)) {
            throw wrongType(field, expected);
        }
        return type.cast(value);
    }

    private <T> T required(String field, Class<T> type, String expected) {
        return present(field, optional(field, type, expected), expected);
    }

    private static <T> T present(String field, @Nullable T value, String expected) {
        if (value == null) {
            throw wrongType(field, expected);
        }
        return value;
    }

    private @Nullable Boolean flag(String field) {
        return optional(field, Boolean.class, "true or false");
    }

    private @Nullable List<String> texts(String field) {
        List<?> values = optional(field, List.class, "an array");
        return values == null
                ? null
                : values.stream()
                        .map(value -> {
                            if (value instanceof String text) {
                                return text;
                            }
                            throw wrongType(field, "an array of strings");
                        })
                        .toList();
    }

    private @Nullable Integer number(String field) {
        Number value = optional(field, Number.class, "a whole number");
        try {
            return value == null ? null : new BigDecimal(value.toString()).intValueExact();
        } catch (ArithmeticException e) {
            throw wrongType(field, "a whole number");
        }
    }

    /** A date that nobody changed is the original one, also where its year has no text of four digits. */
    private @Nullable Instant date(String field, @Nullable Instant original) {
        String value = optional(field, String.class, "a date");
        if (value == null || value.equals(text(original))) {
            return value == null ? null : original;
        }
        try {
            return Rfc3339.parse(value.toCharArray(), 0, value.length());
        } catch (DateTimeException e) {
            throw wrongType(field, "a date");
        }
    }

    private static IllegalArgumentException wrongType(String field, String expected) {
        return new IllegalArgumentException(
                "the result of the patch would not be a token: " + field + " would not be " + expected);
    }
}
