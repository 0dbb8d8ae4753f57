package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.sailpat.time.Rfc3339;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.TokenField;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of one token's JSON object, in lists and in the responses to patches and creates. Only invalid JSON is an
 * error. A member of another type than the API's is {@code null} here and counts as unreadable; an unknown member is
 * skipped.
 *
 * <p>If several members have one name, the first that can be read counts. A later one does not replace it.
 */
final class TokenMembers {
    private static final TokenField[] FIELDS = TokenField.values();

    private static final SerializedString[] NAMES = Arrays.stream(FIELDS)
            .map(TokenField::getApiName)
            .map(SerializedString::new)
            .toArray(SerializedString[]::new);

    /** Of a number that a long can hold. */
    private static final int MAX_DIGITS = 18;
    /** Of a number in another form, such as {@code 43200.0}. */
    private static final int MAX_NUMBER_LENGTH = 32;

    @Nullable
    String secret;

    /** By the number of the field, because a map would take 40 bytes more for each token of a list. */
    private final @Nullable Object[] values = new @Nullable Object[FIELDS.length];
    /** For what the tokens of a list have in common; {@code null} if there is one token only. */
    private final @Nullable ValueCache cache;

    /** The members that could not be read, or only in part. {@code null} for none, as almost always. */
    private @Nullable Set<TokenField> unreadable;

    /** For one token. */
    TokenMembers() {
        this(null);
    }

    /** For a token of a list. */
    TokenMembers(@Nullable ValueCache cache) {
        this.cache = cache;
    }

    /**
     * Reads the object whose {@code START_OBJECT} is the parser's current token, and leaves the parser on its
     * {@code END_OBJECT}.
     *
     * @throws IOException if the parser finds invalid JSON; what was read before stays
     */
    @SuppressWarnings("EnumOrdinal")
    void read(JsonParser parser) throws IOException {
        // To compare the bytes with the name that comes next in the order of the API costs less than to read a name.
        int expected = 0;
        while (true) {
            boolean isExpected = parser.nextFieldName(NAMES[expected]);
            if (!isExpected && !parser.hasToken(JsonToken.FIELD_NAME)) {
                return;
            }
            String member = parser.currentName();
            TokenField field = isExpected ? FIELDS[expected] : TokenField.find(member);
            if (field != null) {
                expected = (field.ordinal() + 1) % FIELDS.length;
            }
            parser.nextToken();
            if (field == null) {
                if (secret == null && member.equals("secret")) {
                    secret = string(parser);
                }
            } else if (get(field) == null) {
                readValue(parser, field);
            }
            // An unknown or unreadable member may be of any depth and size: nothing of it is kept.
            parser.skipChildren();
        }
    }

    @SuppressWarnings("EnumOrdinal")
    @Nullable
    Object get(TokenField field) {
        return values[field.ordinal()];
    }

    @SuppressWarnings("EnumOrdinal")
    void set(TokenField field, Object value) {
        values[field.ordinal()] = value;
    }

    @Nullable
    String id() {
        return (String) get(TokenField.ID);
    }

    @Nullable
    String name() {
        return (String) get(TokenField.NAME);
    }

    /** Whether the member was there and could not be read, or only in part. */
    boolean isUnreadable(TokenField field) {
        return unreadable != null && unreadable.contains(field);
    }

    private void addUnreadable(TokenField field) {
        if (unreadable == null) {
            unreadable = EnumSet.noneOf(TokenField.class);
        }
        unreadable.add(field);
    }

    /** The API's names of the members that could not be read, or only in part, in the order of the alphabet. */
    List<String> unreadable() {
        return unreadable == null ? List.of() : names(unreadable);
    }

    /** The same for a response in which the {@linkplain TokenField#isRequired() required} members count if absent. */
    List<String> unreadableOrMissing() {
        for (TokenField field : FIELDS) {
            if (field.isRequired() && get(field) == null) {
                addUnreadable(field);
            }
        }
        return unreadable();
    }

    private static List<String> names(Set<TokenField> fields) {
        return fields.stream().map(TokenField::getApiName).sorted().toList();
    }

    /**
     * Reads the parser's current value, and notes whether it could be read. JSON's null is the same as no member, and
     * once there is a value, one that could not be read before it does not count.
     */
    private void readValue(JsonParser parser, TokenField field) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NULL)) {
            return;
        }
        if (unreadable != null) {
            unreadable.remove(field);
        }
        Object value = switch (field.getType()) {
            case STRING -> field == TokenField.ID ? identifier(parser) : string(parser);
            case STRINGS -> strings(parser, field);
            case OWNER -> owner(parser, field);
            case INSTANT -> instant(parser);
            case BOOLEAN -> flag(parser);
            case INTEGER -> integer(parser);
        };
        if (value == null) {
            addUnreadable(field);
        } else {
            set(field, value);
        }
    }

    private static @Nullable String identifier(JsonParser parser) throws IOException {
        String text = string(parser);
        return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable String string(JsonParser parser) throws IOException {
        return parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : null;
    }

    private @Nullable String cachedString(JsonParser parser) throws IOException {
        return cache != null && parser.hasToken(JsonToken.VALUE_STRING) ? cache.string(parser) : string(parser);
    }

    private @Nullable List<String> strings(JsonParser parser, TokenField field) throws IOException {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            return null;
        }
        List<String> elements = List.of();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String string = cachedString(parser);
            if (string == null) {
                addUnreadable(field);
                parser.skipChildren();
            } else {
                elements = append(elements, string);
            }
        }
        return elements;
    }

    /** Most tokens have one scope, which needs no list that can grow. */
    private static List<String> append(List<String> elements, String element) {
        if (elements.isEmpty()) {
            return List.of(element);
        }
        List<String> growing = elements.size() == 1 ? new ArrayList<>(elements) : elements;
        growing.add(element);
        return growing;
    }

    private @Nullable Owner owner(JsonParser parser, TokenField field) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            return null;
        }
        String type = null;
        String ownerId = null;
        String ownerName = null;
        for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
            parser.nextToken();
            switch (member) {
                case "type" -> type = type == null ? ofOwner(parser, field) : type;
                case "id" -> ownerId = ownerId == null ? ofOwner(parser, field) : ownerId;
                case "name" -> ownerName = ownerName == null ? ofOwner(parser, field) : ownerName;
                default -> {}
            }
            parser.skipChildren();
        }
        return cache == null
                ? Owner.builder().type(type).id(ownerId).name(ownerName).build()
                : cache.owner(type, ownerId, ownerName);
    }

    private @Nullable String ofOwner(JsonParser parser, TokenField field) throws IOException {
        String string = cachedString(parser);
        if (string == null && !parser.hasToken(JsonToken.VALUE_NULL)) {
            addUnreadable(field);
        }
        return string;
    }

    /** A date without a time, or a number, is not read: it does not say which instant is meant. */
    private static @Nullable Instant instant(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return null;
        }
        try {
            return Rfc3339.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Integer integer(JsonParser parser) throws IOException {
        JsonToken value = parser.currentToken();
        if (value == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() <= MAX_DIGITS) {
            long number = parser.getLongValue();
            return number == (int) number ? (Integer) (int) number : null;
        }
        boolean isWritten = value == JsonToken.VALUE_NUMBER_FLOAT || value == JsonToken.VALUE_STRING;
        if (!isWritten || parser.getTextLength() > MAX_NUMBER_LENGTH) {
            return null;
        }
        try {
            return new BigDecimal(parser.getText()).intValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Boolean flag(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING ->
                switch (parser.getText()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> null;
                };
            default -> null;
        };
    }
}
