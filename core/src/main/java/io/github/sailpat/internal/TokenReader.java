package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sailpat.time.Rfc3339;
import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a token from the parser's current object. Unknown fields are skipped; a known field of another type than the
 * API's is an error that names the field and quotes nothing.
 */
public final class TokenReader {
    private TokenReader() {}

    /**
     * Reads one document that is one token.
     *
     * @param bytes UTF-8
     * @return the token
     * @throws IOException if the bytes are anything else
     */
    public static PersonalAccessToken read(byte[] bytes) throws IOException {
        try (JsonParser parser = Json.parser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new WireException("the answer is not an object");
            }
            PersonalAccessToken token = read(parser);
            if (parser.nextToken() != null) {
                throw new WireException("something stands behind the object");
            }
            return token;
        }
    }

    /**
     * Reads the token whose {@code START_OBJECT} is the parser's current token, and leaves the parser on its
     * {@code END_OBJECT}.
     *
     * @param parser the parser
     * @return the token
     * @throws IOException if the object is no token, or the parser says that it is no JSON
     */
    public static PersonalAccessToken read(JsonParser parser) throws IOException {
        PersonalAccessToken.Builder token = PersonalAccessToken.builder();
        boolean hasId = false;
        boolean hasName = false;
        boolean hasCreated = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "id" -> {
                    token.id(requiredText(parser, value, field));
                    hasId = true;
                }
                case "name" -> {
                    token.name(requiredText(parser, value, field));
                    hasName = true;
                }
                case "created" -> {
                    token.created(requiredDate(parser, value, field));
                    hasCreated = true;
                }
                case "scope" -> token.scope(texts(parser, value, field));
                case "owner" -> {
                    Owner owner = owner(parser, value);
                    if (owner != null) {
                        token.owner(owner);
                    }
                }
                case "lastUsed" -> token.lastUsed(date(parser, value, field));
                case "managed" -> token.managed(Boolean.TRUE.equals(flag(value, field)));
                case "accessTokenValiditySeconds" -> token.accessTokenValiditySeconds(number(parser, value, field));
                case "expirationDate" -> token.expirationDate(date(parser, value, field));
                case "userAwareTokenNeverExpires" -> token.userAwareTokenNeverExpires(flag(value, field));
                default -> parser.skipChildren();
            }
        }
        // Checked here for one short message; the builder would throw as well.
        if (!hasId || !hasName || !hasCreated) {
            throw new WireException((!hasId ? "id" : !hasName ? "name" : "created") + " is missing");
        }
        return token.build();
    }

    private static @Nullable Owner owner(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value != JsonToken.START_OBJECT) {
            throw wrongType("owner", "an object");
        }
        Owner.Builder owner = Owner.builder();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken inner = parser.nextToken();
            switch (field) {
                case "type" -> owner.type(text(parser, inner, "owner.type"));
                case "id" -> owner.id(text(parser, inner, "owner.id"));
                case "name" -> owner.name(text(parser, inner, "owner.name"));
                default -> parser.skipChildren();
            }
        }
        return owner.build();
    }

    private static @Nullable List<String> texts(JsonParser parser, JsonToken value, String field) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value != JsonToken.START_ARRAY) {
            throw wrongType(field, "an array");
        }
        List<String> texts = new ArrayList<>(4);
        for (JsonToken inner = parser.nextToken(); inner != JsonToken.END_ARRAY; inner = parser.nextToken()) {
            texts.add(requiredText(parser, inner, field));
        }
        return texts;
    }

    private static @Nullable String text(JsonParser parser, JsonToken value, String field) throws IOException {
        return value == JsonToken.VALUE_NULL ? null : requiredText(parser, value, field);
    }

    private static String requiredText(JsonParser parser, JsonToken value, String field) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            throw wrongType(field, "a string");
        }
        return parser.getText();
    }

    private static @Nullable Instant date(JsonParser parser, JsonToken value, String field) throws IOException {
        return value == JsonToken.VALUE_NULL ? null : requiredDate(parser, value, field);
    }

    private static Instant requiredDate(JsonParser parser, JsonToken value, String field) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            throw wrongType(field, "a date");
        }
        try {
            return Rfc3339.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        } catch (DateTimeException e) {
            throw wrongType(field, "a date");
        }
    }

    private static @Nullable Boolean flag(JsonToken value, String field) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!value.isBoolean()) {
            throw wrongType(field, "true or false");
        }
        return value == JsonToken.VALUE_TRUE;
    }

    private static @Nullable Integer number(JsonParser parser, JsonToken value, String field) throws IOException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value != JsonToken.VALUE_NUMBER_INT) {
            throw wrongType(field, "a whole number");
        }
        return parser.getIntValue();
    }

    private static WireException wrongType(String field, String expected) {
        return new WireException(field + " is not " + expected);
    }
}
