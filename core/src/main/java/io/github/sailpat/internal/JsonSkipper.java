package io.github.sailpat.internal;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Tells JSON from whatever else a server may send, where it does not matter what the JSON says. */
public final class JsonSkipper {
    private JsonSkipper() {}

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
                throw new ReadException("something stands behind the JSON text");
            }
        }
    }
}
