package io.github.sailpat.reactive.internal.jsonarray;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The elements of one array, pulled from the bytes that have arrived. One ordinary parser reads the whole response and
 * is the sole authority on grammar; it is only ever asked for an element that is complete. Not safe for use by several
 * threads at once.
 */
final class JsonArrayElements<T> {

    private final JsonFactory parsers;
    private final ElementReader<T> reader;
    private final ArrayErrors errors;
    private final @Nullable SkipListener skips;
    private final ElementScanner scanner;
    private final ElementBuffer buffer;
    private @Nullable JsonParser parser;
    private @Nullable JsonStreamContext array;
    private long taken;

    JsonArrayElements(
            JsonFactory parsers,
            ElementReader<T> reader,
            JsonArrayLimits limits,
            ArrayErrors errors,
            @Nullable SkipListener skips) {
        this.parsers = parsers;
        this.reader = reader;
        this.errors = errors;
        this.skips = skips;
        this.scanner = new ElementScanner(limits, skips == null);
        this.buffer = new ElementBuffer(scanner);
    }

    /** Takes over the bytes of the chunk, and neither keeps nor releases the chunk. */
    void append(ByteBuf chunk) {
        if (scanner.isAfterArray()) {
            scanner.scanTail(chunk);
        } else if (scanner.failure() == null) {
            buffer.append(chunk);
        }
    }

    boolean hasNext() {
        return taken < scanner.complete();
    }

    /** Whether the array was closed: from here on {@link #append} touches nothing that {@link #next} reads. */
    boolean areAllThere() {
        return scanner.isAfterArray();
    }

    /** Whether {@link #finish} will find a broken rule, whatever else comes. */
    boolean areBroken() {
        return scanner.failure() != null;
    }

    /** How many elements were taken, those that were passed over among them. */
    long taken() {
        return taken;
    }

    /**
     * Takes the next element; throws the typed error if it is malformed. Only after {@link #hasNext()}.
     *
     * @return the element, or null if it cannot be read and is passed over
     */
    @Nullable
    T next() {
        boolean isObject;
        T element;
        try {
            JsonParser open = open();
            isObject = open.nextToken() == JsonToken.START_OBJECT;
            element = isObject ? reader.read(open) : pastOther(open);
            JsonStreamContext context = open.getParsingContext();
            if ((isObject && !open.hasToken(JsonToken.END_OBJECT))
                    || context != array
                    || context.getCurrentIndex() != (int) taken) {
                throw new JsonParseException(open, "The reader did not stop at the end of the element.");
            }
        } catch (IOException | RuntimeException e) {
            throw malformed(e);
        }
        if (element == null) {
            passOver(isObject ? "has no id" : "is not an object");
        }
        taken++;
        return element;
    }

    /** Checks the whole value, although nobody wants it: broken JSON stays broken. */
    private @Nullable T pastOther(JsonParser open) throws IOException {
        JsonToken found = open.currentToken();
        if (skips == null || found == null || found == JsonToken.END_ARRAY) {
            throw new JsonParseException(open, "Expected an element, found " + found + ".");
        }
        open.skipChildren();
        open.finishToken();
        return null;
    }

    private void passOver(String rule) {
        if (skips == null) {
            throw errors.malformed(taken, rule, null);
        }
        skips.skipped(taken, rule);
    }

    /** After the last element and the last byte: null if this was a whole array, else the typed error. */
    @Nullable
    RuntimeException finish() {
        String rule = scanner.failure();
        if (rule == null && scanner.isBeforeArray()) {
            rule = "cannot be there, because the body is empty";
        } else if (rule == null && !scanner.isAfterArray()) {
            rule = "is cut off: the body ended before the array did";
        }
        if (rule != null) {
            return errors.malformed(taken, rule, null);
        }
        try {
            expect(open(), JsonToken.END_ARRAY);
            return null;
        } catch (IOException e) {
            return malformed(e);
        }
    }

    void close() {
        if (skips != null) {
            skips.ended();
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
        Throwable parsing = cause.getCause() instanceof StreamReadException inner ? inner : cause;
        String rule = parsing instanceof StreamConstraintsException
                ? "has a part that is over a limit"
                : parsing instanceof StreamReadException && !(parsing instanceof InputCoercionException)
                        ? "is not valid JSON"
                        : "cannot be read";
        return errors.malformed(taken, rule, cause);
    }
}
