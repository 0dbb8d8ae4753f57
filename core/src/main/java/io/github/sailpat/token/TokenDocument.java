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
 * A token as a JSON document of plain Java values with the API's field names, and back. A field without a value is
 * JSON's null, because a patch can replace a field that the response left out. A field that could not be read is left
 * out, because its value is not known.
 */
final class TokenDocument {
    private final Map<?, ?> members;

    private TokenDocument(Map<?, ?> members) {
        this.members = members;
    }

    static Map<String, @Nullable Object> of(PersonalAccessToken token) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (TokenField field : TokenField.values()) {
            members.put(field.getApiName(), json(field.get(token)));
        }
        members.keySet().removeAll(token.getUnreadableFields());
        return members;
    }

    private static @Nullable Object json(@Nullable Object value) {
        if (value instanceof Instant date) {
            return text(date);
        }
        return value instanceof Owner owner ? of(owner) : value;
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
     * Reads the patched document of a token.
     *
     * @throws IllegalArgumentException if it is not a token; the message has the field and its type
     */
    static PersonalAccessToken read(@Nullable Object tree, PersonalAccessToken original) {
        TokenDocument document = object("document", tree);
        Set<String> unreadable = new LinkedHashSet<>(original.getUnreadableFields());
        unreadable.removeAll(document.members.keySet());
        PersonalAccessToken.Builder token = PersonalAccessToken.builder();
        for (TokenField field : TokenField.values()) {
            boolean isUnreadable = unreadable.contains(field.getApiName());
            token.set(field, isUnreadable ? field.get(original) : document.value(field, original));
        }
        return token.unreadableFields(unreadable).build();
    }

    private @Nullable Object value(TokenField field, PersonalAccessToken original) {
        String name = field.getApiName();
        return switch (field.getType()) {
            case STRING -> field.isRequired() ? required(name, string(name), "a string") : string(name);
            case STRINGS -> strings(name);
            case OWNER -> owner(name);
            case INSTANT -> {
                Instant date = date(name, (Instant) field.get(original));
                yield field.isRequired() ? required(name, date, "a date") : date;
            }
            case BOOLEAN -> optional(name, Boolean.class, "true or false");
            case INTEGER -> number(name);
        };
    }

    private @Nullable Owner owner(String field) {
        if (members.get(field) == null) {
            return null;
        }
        TokenDocument owner = object(field, members.get(field));
        return Owner.builder()
                .type(owner.string("type"))
                .id(owner.string("id"))
                .name(owner.string("name"))
                .build();
    }

    private static TokenDocument object(String what, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new TokenDocument(map);
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

    private static <T> T required(String field, @Nullable T value, String expected) {
        if (value == null) {
            throw wrongType(field, expected);
        }
        return value;
    }

    private @Nullable String string(String field) {
        return optional(field, String.class, "a string");
    }

    private @Nullable List<String> strings(String field) {
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

    /**
     * A date that was not changed is the original one. Its year may have more than four digits, which RFC 3339 cannot.
     */
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
