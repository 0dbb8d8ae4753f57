package io.github.sailpat.jsonpatch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A location in a JSON document (RFC 6901), such as {@code /scope/0}. Immutable, and safe to share between threads.
 *
 * <p>A pointer is a list of segments. In its text each segment follows a {@code /}, with {@code ~} written as
 * {@code ~0} and {@code /} as {@code ~1} (section 3). The pointer without segments, {@code ""}, is the whole document;
 * {@code "/"} is the member whose name is empty. Letters are compared code point by code point, without any
 * normalization.
 *
 * <p>Only the string form (section 5) is read. The form for URI fragments (section 6) begins with {@code #} and is
 * refused. Segments are the member names as they are; {@link #toString()} is the escaped text.
 */
public final class JsonPointer {
    /** The largest number of segments of a pointer, {@value}: the maximum depth of a document. */
    public static final int MAX_SEGMENTS = 500;

    /** The largest number of characters ({@code char}s) of a pointer's escaped text, {@value}. */
    public static final int MAX_LENGTH = 65_536;

    private static final JsonPointer ROOT = new JsonPointer("", List.of());

    private final String text;
    private final List<String> segments;

    private JsonPointer(String text, List<String> segments) {
        requireLength(text);
        if (segments.size() > MAX_SEGMENTS) {
            throw new IllegalArgumentException("a JSON Pointer has at most " + MAX_SEGMENTS + " segments, this one has "
                    + segments.size() + "; use a shorter pointer");
        }
        this.text = text;
        this.segments = segments;
    }

    private static void requireLength(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a JSON Pointer has at most " + MAX_LENGTH + " characters, this one has "
                    + text.length() + "; use a shorter pointer");
        }
    }

    /**
     * Reads the text of a pointer (RFC 6901, sections 3 and 4: {@code ~1} is decoded before {@code ~0}, so that
     * {@code ~01} is {@code ~1}).
     *
     * @param text the escaped text: empty, or beginning with {@code /}
     * @return the pointer
     * @throws IllegalArgumentException if the text does not begin with {@code /}, has a {@code ~} that neither
     *     {@code 0} nor {@code 1} follows, has a lone surrogate, or breaks {@link #MAX_LENGTH} or
     *     {@link #MAX_SEGMENTS}; the message has the rule and the position, counted from 0
     */
    public static JsonPointer parse(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        if (text.charAt(0) != '/') {
            throw broken("a JSON Pointer is empty or begins with '/'", 0, text);
        }
        requireLength(text);
        int half = Surrogates.firstUnpaired(text);
        if (half >= 0) {
            throw broken("a JSON Pointer must not contain a lone surrogate", half, text);
        }
        List<String> segments = new ArrayList<>();
        for (int slash = 0; slash >= 0; slash = text.indexOf('/', slash + 1)) {
            int next = text.indexOf('/', slash + 1);
            segments.add(unescape(text, slash + 1, next < 0 ? text.length() : next));
        }
        return new JsonPointer(text, Collections.unmodifiableList(segments));
    }

    private static String unescape(String text, int start, int end) {
        for (int tilde = text.indexOf('~', start); tilde >= 0 && tilde < end; tilde = text.indexOf('~', tilde + 1)) {
            char code = tilde + 1 < end ? text.charAt(tilde + 1) : ' ';
            if (code != '0' && code != '1') {
                throw broken("in a JSON Pointer '0' or '1' follows each '~'", tilde, text);
            }
        }
        return text.substring(start, end).replace("~1", "/").replace("~0", "~");
    }

    private static IllegalArgumentException broken(String rule, int position, String text) {
        return new IllegalArgumentException(
                rule + " (RFC 6901 section 3); position " + position + " of " + Printable.quote(text));
    }

    /**
     * A pointer of these segments, which are taken as they are: {@code of("a/b")} is {@code /a~1b}.
     *
     * @param unescapedSegments the member names and array indexes from the root on; none for the whole document
     * @return the pointer
     * @throws IllegalArgumentException if a segment has a lone surrogate, or a limit is broken
     */
    public static JsonPointer of(String... unescapedSegments) {
        return ofSegments(List.of(unescapedSegments));
    }

    /**
     * A pointer of these segments, which are taken as they are.
     *
     * @param unescapedSegments the member names and array indexes from the root on; copied
     * @return the pointer
     * @throws IllegalArgumentException if a segment has a lone surrogate, or a limit is broken
     */
    public static JsonPointer ofSegments(List<String> unescapedSegments) {
        StringBuilder text = new StringBuilder();
        List<String> segments = List.copyOf(unescapedSegments);
        segments.forEach(segment -> text.append('/').append(escape(segment)));
        return segments.isEmpty() ? ROOT : new JsonPointer(text.toString(), segments);
    }

    private static String escape(String segment) {
        int half = Surrogates.firstUnpaired(segment);
        if (half >= 0) {
            throw broken("a segment of a JSON Pointer must not contain a lone surrogate", half, segment);
        }
        return segment.replace("~", "~0").replace("/", "~1");
    }

    /**
     * The pointer to the whole document, {@code ""}.
     *
     * @return the pointer without segments
     */
    public static JsonPointer root() {
        return ROOT;
    }

    /**
     * This pointer with one more segment. The segment {@code -} is the position after the last element of an array (RFC
     * 6901 section 4).
     *
     * @param unescaped the name of a member, as it is
     * @return the longer pointer
     * @throws IllegalArgumentException if the segment has a lone surrogate, or a limit is broken
     */
    public JsonPointer append(String unescaped) {
        List<String> longer = new ArrayList<>(segments.size() + 1);
        longer.addAll(segments);
        longer.add(Objects.requireNonNull(unescaped, "unescaped"));
        return new JsonPointer(text + '/' + escape(unescaped), Collections.unmodifiableList(longer));
    }

    /** Whether one more segment certainly stays within the limits. */
    boolean canAppend(String unescaped) {
        return segments.size() < MAX_SEGMENTS && text.length() + 1 + 2L * unescaped.length() <= MAX_LENGTH;
    }

    /**
     * This pointer with one more array index.
     *
     * @param index the index, counted from 0
     * @return the longer pointer
     * @throws IllegalArgumentException if the index is negative, or a limit is broken
     */
    public JsonPointer append(int index) {
        if (index < 0) {
            throw new IllegalArgumentException("an array index is not negative (RFC 6901 section 4), but is " + index);
        }
        return append(Integer.toString(index));
    }

    /**
     * The pointer without its last segment.
     *
     * @return the parent location, or {@code null} for the root
     */
    public @Nullable JsonPointer getParent() {
        return isRoot()
                ? null
                : new JsonPointer(text.substring(0, text.lastIndexOf('/')), segments.subList(0, segments.size() - 1));
    }

    /**
     * The last segment, not escaped.
     *
     * @return the member's name or the array index, or {@code null} for the root
     */
    public @Nullable String getLastSegment() {
        return isRoot() ? null : segments.get(segments.size() - 1);
    }

    /**
     * The segments, not escaped.
     *
     * @return an unmodifiable list, empty for the root
     */
    public List<String> getSegments() {
        return segments;
    }

    /**
     * Whether this is the pointer to the whole document.
     *
     * @return {@code true} if there are no segments
     */
    public boolean isRoot() {
        return segments.isEmpty();
    }

    /**
     * Whether this location is the other one or a descendant of it. Whole segments count: {@code /ab} does not start
     * with {@code /a}.
     *
     * @param other the shorter pointer
     * @return {@code true} if the other's segments are the first of this one's
     */
    public boolean startsWith(JsonPointer other) {
        return text.startsWith(other.text)
                && (text.length() == other.text.length() || text.charAt(other.text.length()) == '/');
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonPointer pointer && text.equals(pointer.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /**
     * The escaped text (RFC 6901 section 3), which {@link #parse(String)} reads back.
     *
     * @return the text, empty for the root
     */
    @Override
    public String toString() {
        return text;
    }
}
