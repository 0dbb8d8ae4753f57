package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sailpat.time.Rfc3339;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * As much of a listed token as tells whether it is the one that is looked for. What cannot be read is {@code null}: a
 * surprise in somebody else's token must not hide the one behind it.
 *
 * @param id its id
 * @param name its name
 * @param created when it was created
 * @param used whether it was used, or may have been
 */
public record TokenSighting(
        @Nullable String id,
        @Nullable String name,
        @Nullable Instant created,
        boolean used) {

    /**
     * Reads the token whose {@code START_OBJECT} is the parser's current token, and leaves the parser on its
     * {@code END_OBJECT}.
     *
     * @param parser the parser
     * @return what could be read
     * @throws IOException only if the parser says that it is no JSON
     */
    public static TokenSighting read(JsonParser parser) throws IOException {
        String id = null;
        String name = null;
        Instant created = null;
        boolean used = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "id" -> id = text(parser, value);
                case "name" -> name = text(parser, value);
                case "created" -> created = date(text(parser, value));
                case "lastUsed" -> used = value != JsonToken.VALUE_NULL;
                default -> {}
            }
            parser.skipChildren();
        }
        return new TokenSighting(id, name, created, used);
    }

    private static @Nullable String text(JsonParser parser, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_STRING ? parser.getText() : null;
    }

    private static @Nullable Instant date(@Nullable String text) {
        try {
            return text == null ? null : Rfc3339.parse(text.toCharArray(), 0, text.length());
        } catch (DateTimeException e) {
            return null;
        }
    }
}
