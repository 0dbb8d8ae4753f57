package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Says of a JSON text what it is, without a value of it. */
final class JsonOutline {
    private static final int MAX_NAMES = 5;

    private JsonOutline() {}

    /**
     * The kind of the text, and the first names of its members if it is an object.
     *
     * @param text a text that begins as JSON; the rest may be missing or malformed
     * @param quote makes a name safe to be shown
     * @return for example {@code an object of 'data', 'total'}, or {@code an array}
     */
    static String of(String text, UnaryOperator<String> quote) {
        if (!text.startsWith("{")) {
            return text.startsWith("[") ? "an array" : "a string";
        }
        List<String> names = names(text);
        StringBuilder outline = new StringBuilder("an object");
        for (int i = 0; i < names.size(); i++) {
            outline.append(i == 0 ? " of " : ", ");
            outline.append(i == MAX_NAMES ? "…" : '\'' + quote.apply(names.get(i)) + '\'');
        }
        return outline.toString();
    }

    private static List<String> names(String object) {
        List<String> names = new ArrayList<>();
        try (JsonParser parser = Json.FACTORY.createParser(object)) {
            parser.nextToken();
            while (names.size() <= MAX_NAMES && parser.nextToken() == JsonToken.FIELD_NAME) {
                names.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
        } catch (IOException malformed) {
            // The names before it are known.
        }
        return names;
    }
}
