package io.github.sailpat.reactive.internal.jsonarray;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sailpat.internal.ReadException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of one array from the bytes that have arrived. One Jackson parser reads the whole body and decides
 * whether it is valid JSON. It is used only for elements that are complete. Not thread-safe.
 */
final class JsonArrayElements<T> {

    private final JsonFactory parsers;
    private final ElementReader<T> reader;
    private final JsonArrayErrors errors;
    private final @Nullable SkipListener skipListener;
    private final ElementScanner scanner;
    private final ElementBuffer buffer;
    private @Nullable JsonParser parser;
    private @Nullable JsonStreamContext array;
    private long elementsRead;

    JsonArrayElements(
            JsonFactory parsers,
            ElementReader<T> reader,
            JsonArrayLimits limits,
            JsonArrayErrors errors,
            @Nullable SkipListener skipListener) {
        this.parsers = parsers;
        this.reader = reader;
        this.errors = errors;
        this.skipListener = skipListener;
        this.scanner = new ElementScanner(limits, skipListener == null);
        this.buffer = new ElementBuffer(scanner);
    }

    /** Copies the bytes of the chunk, which is neither retained nor released. */
    void append(ByteBuf chunk) {
        if (scanner.isAfterArray()) {
            scanner.scanTail(chunk);
        } else if (scanner.failure() == null) {
            buffer.append(chunk);
        }
    }

    boolean hasNext() {
        return elementsRead < scanner.completeElements();
    }

    /**
     * Whether the end of the array has arrived. From then on {@link #append} changes nothing that {@link #next} reads.
     */
    boolean isArrayClosed() {
        return scanner.isAfterArray();
    }

    /** Whether {@link #finish} will return an error, independent of further chunks. */
    boolean isMalformed() {
        return scanner.failure() != null;
    }

    /** The number of elements that were read, including the skipped ones. */
    long elementsRead() {
        return elementsRead;
    }

    /**
     * Reads the next element. Throws an error of {@link JsonArrayErrors} if it is malformed. Requires
     * {@link #hasNext()}.
     *
     * @return the element, or null if it cannot be read and is skipped
     */
    @Nullable
    T next() {
        boolean isObject;
        T element;
        try {
            JsonParser open = open();
            isObject = open.nextToken() == JsonToken.START_OBJECT;
            element = isObject ? reader.read(open) : skipNonObject(open);
            JsonStreamContext context = open.getParsingContext();
            if ((isObject && !open.hasToken(JsonToken.END_OBJECT))
                    || context != array
                    || context.getCurrentIndex() != (int) elementsRead) {
                throw new JsonParseException(open, "The reader did not stop at the end of the element.");
            }
        } catch (IOException | RuntimeException e) {
            throw malformed(e);
        }
        if (element == null) {
            skip(isObject ? "has no id" : "is not an object");
        }
        elementsRead++;
        return element;
    }

    /** Parses the whole value, so that invalid JSON is an error even in a skipped element. */
    private @Nullable T skipNonObject(JsonParser open) throws IOException {
        JsonToken found = open.currentToken();
        if (skipListener == null || found == null || found == JsonToken.END_ARRAY) {
            throw new JsonParseException(open, "Expected an element, found " + found + ".");
        }
        open.skipChildren();
        open.finishToken();
        return null;
    }

    private void skip(String rule) {
        if (skipListener == null) {
            throw errors.malformed(elementsRead, rule, null);
        }
        skipListener.skipped(elementsRead, rule);
    }

    /**
     * Called after the last element and the end of the body. Null if the array is complete and valid, else the error.
     */
    @Nullable
    RuntimeException finish() {
        String rule = scanner.failure();
        if (rule == null && scanner.isBeforeArray()) {
            rule = "cannot be read, because the body is empty";
        } else if (rule == null && !scanner.isAfterArray()) {
            rule = "is truncated: the body ended before the end of the array";
        }
        if (rule != null) {
            return errors.malformed(elementsRead, rule, null);
        }
        try {
            expect(open(), JsonToken.END_ARRAY);
            return null;
        } catch (IOException e) {
            return malformed(e);
        }
    }

    void close() {
        if (skipListener != null) {
            skipListener.terminated();
        }
        JsonParser open = parser;
        parser = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new AssertionError("Closing a buffer in memory cannot fail.", e);
            }
        }
    }

    private JsonParser open() throws IOException {
        JsonParser open = parser;
        if (open == null) {
            open = parsers.createParser(buffer);
            parser = open;
            expect(open, JsonToken.START_ARRAY);
            array = open.getParsingContext();
        }
        return open;
    }

    private static void expect(JsonParser parser, JsonToken expected) throws IOException {
        JsonToken found = parser.nextToken();
        if (found != expected) {
            throw new JsonParseException(parser, "Expected " + expected + ", found " + found + ".");
        }
    }

    private RuntimeException malformed(Exception cause) {
        String rule =
                switch (cause instanceof IOException e ? ReadException.of(e).getKind() : ReadException.Kind.VALUE) {
                    case SYNTAX -> "is not valid JSON";
                    case LIMIT -> "has a part that is over a limit";
                    case VALUE -> "cannot be read";
                };
        return errors.malformed(elementsRead, rule, cause);
    }
}
