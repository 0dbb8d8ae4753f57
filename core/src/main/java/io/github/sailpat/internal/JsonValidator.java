package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Checks that a body is JSON where its content is not needed. */
public final class JsonValidator {
    private JsonValidator() {}

    /**
     * Checks a body.
     *
     * @param bytes UTF-8
     * @throws IOException if there is more than white space, and it is not one JSON text
     */
    public static void requireEmptyOrJson(byte[] bytes) throws IOException {
        try (JsonParser parser = Json.parser(bytes)) {
            if (parser.nextToken() == null) {
                return;
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new ReadException("there is text after the JSON value");
            }
        }
    }
}
