package io.github.sailpat.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads small texts of unknown form as trees, by the rules of {@link Json}: the bodies of errors, and files. What a
 * call that succeeds receives is read from the parser, because the first tree loads 400 classes of Jackson.
 */
final class JsonTree {
    private static final ObjectMapper MAPPER = new ObjectMapper(Json.FACTORY).setNodeFactory(new JsonNodeFactory() {
        private static final long serialVersionUID = 1L;

        @Override
        public ObjectNode objectNode() {
            return new FirstMembers(this);
        }
    });

    private static final ObjectReader ONE_VALUE = MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static {
        try {
            // Jackson makes the reader of trees under a lock, for which the other event loops would have to wait.
            MAPPER.readTree("0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An object that keeps the first of several members with one name, unless that is null. */
    @SuppressWarnings("unchecked") // inherited
    private static final class FirstMembers extends ObjectNode {
        private static final long serialVersionUID = 1L;

        FirstMembers(JsonNodeFactory factory) {
            super(factory);
        }

        @Override
        public @Nullable JsonNode replace(String name, JsonNode value) {
            JsonNode first = get(name);
            return first == null || first.isNull() ? super.replace(name, value) : null;
        }
    }

    private JsonTree() {}

    /**
     * Reads the first value of a text.
     *
     * @param bytes UTF-8
     * @return its tree, or a missing node for an empty text
     * @throws IOException if it is not JSON
     */
    static JsonNode read(byte[] bytes) throws IOException {
        return MAPPER.readTree(bytes);
    }

    /**
     * Reads the value of a text that contains nothing else.
     *
     * @param bytes UTF-8
     * @return its tree, or a missing node for an empty text
     * @throws IOException if it is not JSON, or more than one value
     */
    static JsonNode readOnly(byte[] bytes) throws IOException {
        return ONE_VALUE.readTree(bytes);
    }
}
