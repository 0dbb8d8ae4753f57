package io.github.sailpat.reactive.internal.jsonarray;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ends of the elements of a JSON array in a byte stream, independent of how it is split into chunks. It
 * counts brackets outside of strings and enforces limits early. Whether an element is valid JSON is decided by the
 * parser.
 */
final class ElementScanner {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long QUOTES = EightBytes.each('"');
    private static final long BACKSLASHES = EightBytes.each('\\');

    /** The bits that the four brackets share with no other byte of JSON outside of strings. */
    private static final long BRACKET_BITS = EightBytes.each(0xD9);

    private static final long BRACKETS = EightBytes.each('{' & 0xD9);

    /** The byte order mark of UTF-8. RFC 8259 section 8.1 allows a parser to ignore it before the text. */
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private enum State {
        BEFORE_ARRAY,
        BETWEEN_ELEMENTS,
        IN_ELEMENT,
        IN_STRING,
        IN_ESCAPE,
        IN_LITERAL,
        AFTER_ARRAY
    }

    private final int maxElementBytes;
    private final int maxDepth;
    private final boolean objectsOnly;

    private State state = State.BEFORE_ARRAY;
    /** The matched bytes of the byte order mark, or its length once another byte was found. */
    private int markBytes;

    private int depth;
    private int unframed;
    private boolean frameEnded;
    private long completeElements;
    private @Nullable String failure;

    /**
     * Creates a scanner.
     *
     * @param objectsOnly whether an element that is not an object is an error
     */
    ElementScanner(JsonArrayLimits limits, boolean objectsOnly) {
        this.objectsOnly = objectsOnly;
        maxElementBytes = limits.maxElementBytes();
        maxDepth = limits.maxDepth();
    }

    /** The number of complete elements so far. */
    long completeElements() {
        return completeElements;
    }

    /** Whether the opening bracket of the array has not been found yet. */
    boolean isBeforeArray() {
        return state == State.BEFORE_ARRAY;
    }

    /** Whether the closing bracket of the array has been found. */
    boolean isAfterArray() {
        return state == State.AFTER_ARRAY;
    }

    /** The rule that the element after the complete ones breaks, or null. After a failure nothing is scanned. */
    @Nullable
    String failure() {
        return failure;
    }

    /**
     * Scans the next bytes, and replaces a byte order mark by spaces.
     *
     * @return the position after the last complete element or after the array, or -1 if neither ends in these bytes
     */
    int scan(byte[] bytes, int from, int to) {
        int frameStart = from - unframed;
        int framed = -1;
        int at = from;
        while (at < to && failure == null) {
            State before = state;
            at = switch (before) {
                case BEFORE_ARRAY, BETWEEN_ELEMENTS -> scanGap(bytes, at, to);
                case IN_ELEMENT -> scanElement(bytes, at, to);
                case IN_STRING, IN_ESCAPE -> scanString(bytes, at, to);
                case IN_LITERAL -> scanLiteral(bytes, at, to);
                case AFTER_ARRAY -> scanTail(bytes, at, to);
            };
            if (at - frameStart > maxElementBytes && (frameEnded || state != State.AFTER_ARRAY)) {
                failure = "is larger than " + maxElementBytes + " bytes";
            } else if (frameEnded) {
                frameEnded = false;
                // The closing bracket of the array may also end a literal.
                completeElements += state == State.AFTER_ARRAY && before != State.IN_LITERAL ? 0 : 1;
                framed = at;
                frameStart = at;
            }
        }
        unframed = to - frameStart;
        return framed;
    }

    private int scanGap(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at++];
            if (markBytes < BYTE_ORDER_MARK.length) {
                if (b == BYTE_ORDER_MARK[markBytes]) {
                    bytes[at - 1] = ' ';
                    markBytes++;
                    continue;
                }
                markBytes = markBytes == 0 ? BYTE_ORDER_MARK.length : markBytes;
            }
            if (isWhitespace(b)) {
                continue;
            }
            if (state == State.BEFORE_ARRAY) {
                if (b != '[' || markBytes < BYTE_ORDER_MARK.length) {
                    failure = "cannot be read, because the body is not an array";
                    return at;
                }
                state = State.BETWEEN_ELEMENTS;
            } else if (b == '{') {
                depth = 1;
                state = State.IN_ELEMENT;
                return at;
            } else if (b == ']') {
                frameEnded = true;
                state = State.AFTER_ARRAY;
                return at;
            } else if (b != ',') {
                return startNonObject(b, at);
            }
        }
        return at;
    }

    private int startNonObject(byte b, int at) {
        if (objectsOnly) {
            failure = "is not an object";
        } else if (b == '[') {
            depth = 1;
            state = State.IN_ELEMENT;
        } else {
            state = b == '"' ? State.IN_STRING : State.IN_LITERAL;
        }
        return at;
    }

    /**
     * Continues in a number, {@code true}, {@code false}, {@code null} or invalid JSON. The byte after it belongs to
     * the frame, because the parser reads it.
     */
    private int scanLiteral(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at++];
            if (b == ',' || isWhitespace(b)) {
                frameEnded = true;
                state = State.BETWEEN_ELEMENTS;
                return at;
            }
            if (b == ']') {
                frameEnded = true;
                state = State.AFTER_ARRAY;
                return at;
            }
        }
        return at;
    }

    /** Continues in an element, eight bytes at a time while none of them is a backslash. */
    private int scanElement(byte[] bytes, int from, int to) {
        int at = from;
        long quotes = 0; // Its marks are odd in number after an odd number of quotes.
        for (int last = to - Long.BYTES; at <= last; at += Long.BYTES) {
            long word = (long) WORDS.get(bytes, at);
            if (!EightBytes.mayHaveBracketOrBackslash(word)) {
                quotes ^= EightBytes.nonZeros(word ^ QUOTES); // Of eight, as even or odd in number as the quotes.
                continue;
            }
            if (EightBytes.zeros(word ^ BACKSLASHES) != 0) {
                break;
            }
            long quoteMarks = EightBytes.zeros(word ^ QUOTES);
            long inString = EightBytes.afterOddNumber(quoteMarks, EightBytes.isOdd(quotes));
            for (long left = EightBytes.zeros((word & BRACKET_BITS) ^ BRACKETS) & ~inString;
                    left != 0;
                    left &= left - 1) {
                int bracket = at + (Long.numberOfTrailingZeros(left) >>> 3);
                if (!updateDepth(bytes[bracket])) {
                    return bracket + 1;
                }
            }
            quotes ^= quoteMarks;
        }
        if (EightBytes.isOdd(quotes)) {
            state = State.IN_STRING;
            return at;
        }
        return scanUpToString(bytes, at, to);
    }

    private int scanUpToString(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at++];
            if (b == '"') {
                state = State.IN_STRING;
                return at;
            }
            if (!updateDepth(b)) {
                return at;
            }
        }
        return at;
    }

    /** Updates the depth if the byte is a bracket. {@code false} if the element ends or fails with it. */
    private boolean updateDepth(byte b) {
        if (b == '{' || b == '[') {
            if (++depth > maxDepth) {
                failure = "is nested deeper than " + maxDepth + " levels";
                return false;
            }
        } else if ((b == '}' || b == ']') && --depth == 0) {
            frameEnded = true;
            state = State.BETWEEN_ELEMENTS;
            return false;
        }
        return true;
    }

    /** Continues in a string, eight bytes at a time while none of them is a quote or a backslash. */
    private int scanString(byte[] bytes, int from, int to) {
        int at = from;
        if (state == State.IN_ESCAPE) {
            at++;
        }
        while (at < to) {
            if (to - at >= Long.BYTES) {
                long word = (long) WORDS.get(bytes, at);
                long hits = EightBytes.zeros(word ^ QUOTES) | EightBytes.zeros(word ^ BACKSLASHES);
                if (hits == 0) {
                    at += Long.BYTES;
                    continue;
                }
                at += Long.numberOfTrailingZeros(hits) >>> 3;
            }
            byte b = bytes[at++];
            if (b == '"') {
                frameEnded = depth == 0; // the string is the element
                state = frameEnded ? State.BETWEEN_ELEMENTS : State.IN_ELEMENT;
                return at;
            }
            if (b == '\\' && at++ == to) {
                state = State.IN_ESCAPE;
                return to;
            }
        }
        state = State.IN_STRING;
        return at;
    }

    private int scanTail(byte[] bytes, int from, int to) {
        scanTail(Unpooled.wrappedBuffer(bytes, from, to - from));
        return to;
    }

    /** Scans bytes after the end of the array: only whitespace may be there. */
    void scanTail(ByteBuf bytes) {
        if (bytes.forEachByte(ElementScanner::isWhitespace) >= 0) {
            failure = "is unexpected, because the array has ended";
        }
    }

    /** Whether JSON (RFC 8259, section 2) allows this byte between its tokens. */
    private static boolean isWhitespace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
