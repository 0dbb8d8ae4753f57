package io.github.sailpat.reactive.internal.jsonarray;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the elements of an array end, however the bytes are split. It only frames: it counts brackets outside of
 * strings and enforces limits early. Whether the bytes inside a frame are JSON is the parser's to say.
 */
final class ElementScanner {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    /** What brackets and the backslash have in common with few other bytes. */
    private static final long SPECIAL_BITS = 0xD8D8_D8D8_D8D8_D8D8L;

    private static final long SPECIALS = ONES * ('{' & 0xD8);

    /** What the four brackets have in common, and outside of strings with no other byte of JSON. */
    private static final long BRACKET_BITS = 0xD9D9_D9D9_D9D9_D9D9L;

    private static final long BRACKETS = ONES * ('{' & 0xD9);

    /** Of UTF-8. RFC 8259 section 8.1 allows a parser to ignore it in front of the text. */
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
    /** How much of the byte order mark was there, or all of it once something else was. */
    private int marked;

    private int depth;
    private int unframed;
    private boolean frameEnded;
    private long complete;
    private @Nullable String failure;

    /**
     * A scanner before its first byte.
     *
     * @param objectsOnly whether an element that is no object is a failure
     */
    ElementScanner(JsonArrayLimits limits, boolean objectsOnly) {
        this.objectsOnly = objectsOnly;
        maxElementBytes = limits.maxElementBytes();
        maxDepth = limits.maxDepth();
    }

    /** How many elements are complete so far. */
    long complete() {
        return complete;
    }

    /** Whether the array's opening bracket is still to come. */
    boolean isBeforeArray() {
        return state == State.BEFORE_ARRAY;
    }

    /** Whether the array's closing bracket was seen. */
    boolean isAfterArray() {
        return state == State.AFTER_ARRAY;
    }

    /** The rule that the element after the complete ones breaks, or null. Once it is there, scanning is over. */
    @Nullable
    String failure() {
        return failure;
    }

    /**
     * Scans the next bytes, and puts blanks in the place of a byte order mark.
     *
     * @return the position after the last element or the end of the array in these bytes, or -1 if neither ends in them
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
                // The bracket that ends the array may end a literal with it.
                complete += state == State.AFTER_ARRAY && before != State.IN_LITERAL ? 0 : 1;
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
            if (marked < BYTE_ORDER_MARK.length) {
                if (b == BYTE_ORDER_MARK[marked]) {
                    bytes[at - 1] = ' ';
                    marked++;
                    continue;
                }
                marked = marked == 0 ? BYTE_ORDER_MARK.length : marked;
            }
            if (isWhitespace(b)) {
                continue;
            }
            if (state == State.BEFORE_ARRAY) {
                if (b != '[' || marked < BYTE_ORDER_MARK.length) {
                    failure = "cannot be there, because the body is not an array";
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
                return beginOther(b, at);
            }
        }
        return at;
    }

    private int beginOther(byte b, int at) {
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
     * Goes on in a number, {@code true}, {@code false}, {@code null} or what is no JSON. The byte after it belongs to
     * the frame, because the parser looks at it.
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

    /** Goes on in an element, eight bytes at a time while none of them is a backslash. */
    private int scanElement(byte[] bytes, int from, int to) {
        int at = from;
        int quotes = 0;
        for (int last = to - Long.BYTES; at <= last; at += Long.BYTES) {
            long word = (long) WORDS.get(bytes, at);
            long quoteMarks = zeros(word ^ QUOTES);
            if (hasZero((word & SPECIAL_BITS) ^ SPECIALS)) {
                if (hasZero(word ^ BACKSLASHES)) {
                    break;
                }
                // The product sums up the quotes so far: after an odd number of them a byte is in a string.
                long outside = ((quoteMarks >>> 7) * ONES + (~quotes & 1) * ONES) << 7;
                for (long left = zeros((word & BRACKET_BITS) ^ BRACKETS) & outside; left != 0; left &= left - 1) {
                    int bracket = at + (Long.numberOfTrailingZeros(left) >>> 3);
                    if (!isWithin(bytes[bracket])) {
                        return bracket + 1;
                    }
                }
            }
            quotes += Long.bitCount(quoteMarks);
        }
        if ((quotes & 1) != 0) {
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
            if (!isWithin(b)) {
                return at;
            }
        }
        return at;
    }

    /** Counts the byte if it is a bracket, and says whether scanning goes on in the element after it. */
    private boolean isWithin(byte b) {
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

    /** Goes on in a string, eight bytes at a time while none of them is a quote or a backslash. */
    private int scanString(byte[] bytes, int from, int to) {
        int at = from;
        if (state == State.IN_ESCAPE) {
            at++;
        }
        while (at < to) {
            if (to - at >= Long.BYTES) {
                long word = (long) WORDS.get(bytes, at);
                long hits = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES);
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

    private static boolean hasZero(long word) {
        return ((word - ONES) & ~word & HIGHS) != 0;
    }

    /** Marks the highest bit of each byte that is zero. */
    private static long zeros(long word) {
        return ~(((word & ~HIGHS) + ~HIGHS) | word) & HIGHS;
    }

    private int scanTail(byte[] bytes, int from, int to) {
        scanTail(Unpooled.wrappedBuffer(bytes, from, to - from));
        return to;
    }

    /** Scans bytes after the end of the array: only whitespace may be there. */
    void scanTail(ByteBuf bytes) {
        if (bytes.forEachByte(ElementScanner::isWhitespace) >= 0) {
            failure = "cannot be there, because the array has ended";
        }
    }

    /** Whether JSON (RFC 8259, section 2) allows this byte between its tokens. */
    private static boolean isWhitespace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
