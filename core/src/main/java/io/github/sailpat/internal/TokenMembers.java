package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sailpat.time.Rfc3339;
import io.github.sailpat.token.Owner;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of one token's JSON object, read as far as they can be: the one reader of tokens, in lists and in the
 * answers to patches and creates. Only broken JSON is an error. A member of another type than the API's is {@code
 * null} here and counts as unreadable; an unknown member is skipped.
 *
 * <p>Of several members with one name the first that can be read counts: what was seen is not lost to what comes later.
 */
final class TokenMembers {
    private static final int VALIDITY = 1;
    private static final int CREATED = 1 << 1;
    private static final int EXPIRATION = 1 << 2;
    private static final int LAST_USED = 1 << 3;
    private static final int MANAGED = 1 << 4;
    private static final int NAME = 1 << 5;
    private static final int OWNER = 1 << 6;
    private static final int SCOPE = 1 << 7;
    private static final int NEVER_EXPIRES = 1 << 8;

    /** In the order of the bits, which is the alphabet's. */
    private static final List<String> NAMES = List.of(
            "accessTokenValiditySeconds",
            "created",
            "expirationDate",
            "lastUsed",
            "managed",
            "name",
            "owner",
            "scope",
            "userAwareTokenNeverExpires");

    /** Of a number that a long can hold. */
    private static final int MAX_DIGITS = 18;
    /** Of a number in another form, such as {@code 43200.0}. */
    private static final int MAX_NUMBER_LENGTH = 32;

    @Nullable
    String id;

    @Nullable
    String secret;

    @Nullable
    String name;

    @Nullable
    List<String> scope;

    @Nullable
    Owner owner;

    @Nullable
    Instant created;

    @Nullable
    Instant lastUsed;

    @Nullable
    Boolean managed;

    @Nullable
    Integer validity;

    @Nullable
    Instant expirationDate;

    @Nullable
    Boolean neverExpires;

    private int unreadable;

    /**
     * Reads the object whose {@code START_OBJECT} is the parser's current token, and leaves the parser on its
     * {@code END_OBJECT}.
     *
     * @throws IOException if the parser says that it is no JSON; what was read before stays
     */
    void read(JsonParser parser) throws IOException {
        for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
            parser.nextToken();
            switch (member) {
                case "id" -> id = id == null ? identifier(parser) : id;
                case "secret" -> secret = secret == null ? text(parser) : secret;
                case "name" -> name = name == null ? text(parser, NAME) : name;
                case "scope" -> scope = scope == null ? texts(parser) : scope;
                case "owner" -> owner = owner == null ? owner(parser) : owner;
                case "created" -> created = created == null ? date(parser, CREATED) : created;
                case "lastUsed" -> lastUsed = lastUsed == null ? date(parser, LAST_USED) : lastUsed;
                case "managed" -> managed = managed == null ? flag(parser, MANAGED) : managed;
                case "accessTokenValiditySeconds" -> validity = validity == null ? number(parser) : validity;
                case "expirationDate" ->
                    expirationDate = expirationDate == null ? date(parser, EXPIRATION) : expirationDate;
                case "userAwareTokenNeverExpires" ->
                    neverExpires = neverExpires == null ? flag(parser, NEVER_EXPIRES) : neverExpires;
                default -> {}
            }
            // Whatever else the API sends there, however deep or long it is, is passed over without being kept.
            parser.skipChildren();
        }
    }

    /** Whether there may have been a use of the token: also where its date cannot be read. */
    boolean isUsed() {
        return lastUsed != null || (unreadable & LAST_USED) != 0;
    }

    /** Whether the platform manages the token, or may do so. */
    boolean isManaged() {
        return managed == null ? (unreadable & MANAGED) != 0 : managed;
    }

    /** The API's names of those that could not be read, or only in part, in the order of the alphabet. */
    List<String> unreadable() {
        return unreadable == 0 ? List.of() : names(unreadable);
    }

    /** The same for an answer in which the name and the date of creation have to be. */
    List<String> unreadableOrMissing() {
        int missing = (name == null ? NAME : 0) | (created == null ? CREATED : 0);
        return (unreadable | missing) == 0 ? List.of() : names(unreadable | missing);
    }

    private static List<String> names(int bits) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            if ((bits & 1 << i) != 0) {
                names.add(NAMES.get(i));
            }
        }
        return names;
    }

    private static @Nullable String identifier(JsonParser parser) throws IOException {
        String text = text(parser);
        return text == null || text.isBlank() ? null : text;
    }

    private static @Nullable String text(JsonParser parser) throws IOException {
        return parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : null;
    }

    private @Nullable String text(JsonParser parser, int field) throws IOException {
        return noted(parser, text(parser), field);
    }

    private @Nullable List<String> texts(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            return noted(parser, null, SCOPE);
        }
        unreadable &= ~SCOPE;
        List<String> texts = new ArrayList<>(4);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String text = text(parser);
            if (text == null) {
                unreadable |= SCOPE;
                parser.skipChildren();
            } else {
                texts.add(text);
            }
        }
        return texts;
    }

    private @Nullable Owner owner(JsonParser parser) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            return noted(parser, null, OWNER);
        }
        unreadable &= ~OWNER;
        String type = null;
        String ownerId = null;
        String ownerName = null;
        for (String member = parser.nextFieldName(); member != null; member = parser.nextFieldName()) {
            parser.nextToken();
            switch (member) {
                case "type" -> type = type == null ? ofOwner(parser) : type;
                case "id" -> ownerId = ownerId == null ? ofOwner(parser) : ownerId;
                case "name" -> ownerName = ownerName == null ? ofOwner(parser) : ownerName;
                default -> {}
            }
            parser.skipChildren();
        }
        return Owner.builder().type(type).id(ownerId).name(ownerName).build();
    }

    private @Nullable String ofOwner(JsonParser parser) throws IOException {
        String text = text(parser);
        if (text == null && !parser.hasToken(JsonToken.VALUE_NULL)) {
            unreadable |= OWNER;
        }
        return text;
    }

    /** A date without a time, or a number, is none: nobody can tell which instant is meant. */
    private @Nullable Instant date(JsonParser parser, int field) throws IOException {
        Instant date = null;
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            try {
                date = Rfc3339.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            } catch (DateTimeException e) {
                // It counts as unreadable.
            }
        }
        return noted(parser, date, field);
    }

    private @Nullable Integer number(JsonParser parser) throws IOException {
        return noted(parser, integer(parser), VALIDITY);
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

    private @Nullable Boolean flag(JsonParser parser, int field) throws IOException {
        return noted(parser, flag(parser), field);
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

    /**
     * Takes note of whether the parser's current value could be read. JSON's null is as good as no member, and once
     * there is a value, what could not be read before it does not count.
     */
    private <T> @Nullable T noted(JsonParser parser, @Nullable T value, int field) {
        if (value != null) {
            unreadable &= ~field;
        } else if (!parser.hasToken(JsonToken.VALUE_NULL)) {
            unreadable |= field;
        }
        return value;
    }
}
