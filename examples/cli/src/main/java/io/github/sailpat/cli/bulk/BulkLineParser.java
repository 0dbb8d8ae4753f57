package io.github.sailpat.cli.bulk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sailpat.cli.error.InvalidLineException;
import io.github.sailpat.cli.input.LineReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a bulk job. An invalid one is a line with a flaw. The JSON parser's messages are left out,
 * because they quote the line.
 *
 * @param <T> what a line asks for
 */
final class BulkLineParser<T> {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final BulkAction<T, ?> lines;

    BulkLineParser(BulkAction<T, ?> lines) {
        this.lines = lines;
    }

    BulkLine<T> parse(long index, LineReader.Line line) {
        ObjectNode object = null;
        T request = null;
        InvalidLineException flaw = null;
        try {
            object = object(line.bytes());
            JsonMembers members = new JsonMembers(object);
            if (object.has("ref") && !object.get("ref").isTextual()) {
                throw new InvalidLineException("ref must be a string");
            }
            request = lines.read(members);
        } catch (InvalidLineException e) {
            flaw = e;
        } catch (IllegalArgumentException e) {
            flaw = new InvalidLineException(String.valueOf(e.getMessage()));
        }
        return new BulkLine<>(
                index, line.number(), line.size(), text(object, "ref"), text(object, "id"), request, flaw);
    }

    private static @Nullable String text(@Nullable ObjectNode object, String name) {
        return object == null ? null : object.path(name).textValue();
    }

    private static ObjectNode object(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new InvalidLineException("it has more than " + LineReader.MAX_LENGTH + " bytes");
        }
        try (JsonParser parser = MAPPER.createParser(decode(bytes))) {
            JsonNode node = MAPPER.readTree(parser);
            if (parser.nextToken() != null) {
                throw new InvalidLineException("there is more than one JSON value");
            }
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new InvalidLineException("it is not a JSON object");
        } catch (StreamReadException e) {
            throw new InvalidLineException(
                    "it is not JSON, at column " + e.getLocation().getColumnNr());
        } catch (JsonProcessingException e) {
            throw new InvalidLineException("it is not JSON, or an object has a member twice");
        } catch (IOException e) {
            throw new IllegalStateException("text in memory is always readable", e);
        }
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidLineException(
                    "it is neither UTF-8 nor, with a byte order mark at the beginning of the input, UTF-16");
        }
    }
}
