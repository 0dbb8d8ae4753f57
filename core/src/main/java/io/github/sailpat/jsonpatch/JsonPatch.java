package io.github.sailpat.jsonpatch;

import io.github.sailpat.jsonpatch.JsonPatchException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Patch (RFC 6902): operations that are applied in order, all of them or none.
 *
 * <pre>{@code
 * JsonPatch patch = JsonPatch.builder()
 *         .test("/name", "deploy")
 *         .replace("/name", "deploy-2")
 *         .add("/scope/-", "sp:scopes:default")
 *         .build();
 * String body = patch.toJson(); // application/json-patch+json
 * }</pre>
 *
 * <p>Immutable, and safe to share between threads. Two patches are equal if their operations are, one by one.
 *
 * <p>Patches and documents may come from anywhere, so each has limits: {@link #MAX_OPERATIONS}, {@link #MAX_DEPTH},
 * {@link #MAX_VALUES}, {@link #MAX_CHARACTERS}, {@link #MAX_SHIFTS}, {@link #MAX_NUMBER_DIGITS} and
 * {@link #MAX_NUMBER_SCALE}. Exceeding one fails with {@link JsonPatchException.Reason#LIMIT_EXCEEDED}.
 */
public final class JsonPatch {
    /** The largest number of operations of a patch, {@value}. */
    public static final int MAX_OPERATIONS = 10_000;

    /** The maximum depth of nested objects and arrays of a document, {@value}, before and after a patch. */
    public static final int MAX_DEPTH = 500;

    /**
     * The largest number of values, {@value}: of a JSON text, of a document, of an operation's value, and of all values
     * that one application of a patch writes (by add, replace, move and copy together).
     */
    public static final int MAX_VALUES = 1_000_000;

    /**
     * The largest number of characters ({@code char}s), {@value}: of a JSON text, and of the names and scalars
     * that {@link #MAX_VALUES} counts.
     */
    public static final int MAX_CHARACTERS = 10_000_000;

    /**
     * The largest number of array elements that one run of a patch shifts, {@value}: an insertion or a removal shifts
     * each element after its index by one.
     */
    public static final int MAX_SHIFTS = 100_000_000;

    /** The largest number of digits of a number, {@value}, without its sign and exponent. */
    public static final int MAX_NUMBER_DIGITS = 1_000;

    /** The largest scale of a number, {@value}: about the largest power of ten, or the most decimal places. */
    public static final int MAX_NUMBER_SCALE = 10_000;

    private final List<JsonPatchOperation> operations;

    private JsonPatch(List<JsonPatchOperation> operations) {
        requireSize(operations.size());
        this.operations = List.copyOf(operations);
    }

    static void requireSize(int operations) {
        if (operations > MAX_OPERATIONS) {
            throw new JsonPatchException(
                    Reason.LIMIT_EXCEEDED,
                    "a patch has at most " + MAX_OPERATIONS + " operations, this one has " + operations);
        }
    }

    static JsonPatch ofOperations(List<JsonPatchOperation> operations) {
        return new JsonPatch(operations);
    }

    /**
     * A patch of these operations, in this order.
     *
     * @param operations the operations; none for a patch that changes nothing
     * @return the patch
     * @throws JsonPatchException if there are more than {@link #MAX_OPERATIONS}
     */
    public static JsonPatch of(JsonPatchOperation... operations) {
        return new JsonPatch(List.of(operations));
    }

    /**
     * A patch that a function builds: {@code create(b -> b.replace("/name", "x"))}.
     *
     * @param steps takes an empty builder and returns the builder to build from
     * @return the patch
     * @throws IllegalArgumentException as {@link JsonPatchBuilder} does
     */
    public static JsonPatch create(UnaryOperator<JsonPatchBuilder> steps) {
        return steps.apply(builder()).build();
    }

    /**
     * A new builder.
     *
     * @return an empty builder
     */
    public static JsonPatchBuilder builder() {
        return new JsonPatchBuilder();
    }

    /**
     * Reads a patch document (RFC 6902, sections 3 and 4) from JSON text (RFC 8259).
     *
     * <p>An operation's members that RFC 6902 does not define are ignored, as section 4 demands, in any order. A member
     * that an object has twice is refused, wherever it is: parsers disagree on which of the two counts. A {@code value}
     * of {@code null} is a value; a missing one is an error. Numbers keep their exact value: {@code Integer},
     * {@code Long}, {@code BigInteger} or, with a fraction or an exponent, {@code BigDecimal}. A zero with a minus sign
     * is another {@code Number}, whose {@code doubleValue()} is {@code -0.0} and whose {@code toString()} is its JSON
     * text.
     *
     * @param json the text, an array of operations
     * @return the patch
     * @throws JsonPatchException if the text is not JSON or no patch, or breaks a limit
     */
    public static JsonPatch parse(String json) {
        return PatchParser.parse(json);
    }

    /**
     * A small patch from one document to another. Applied to {@code before} it gives a document that equals {@code
     * after} as JSON (RFC 6902 section 4.6): numbers of equal value are no change, so 1 stays 1 where {@code after} has
     * 1.0, and neither is the order of an object's members.
     *
     * <p>Objects are compared member by member, and arrays by their longest common subsequence, which is approximated
     * if more than a thousand insertions and removals are needed. It uses
     * {@code add}, {@code remove} and {@code replace}, and where it is shorter {@code move}: for a member that gets
     * another name or goes to another object, and for an element that gets another index. A whole value is replaced if
     * that gives a shorter patch, so the patch, as text in UTF-8, is never longer than a replacement of the
     * whole document.
     *
     * @param before the first document, a tree that {@link JsonPatchOperation} describes; {@code null} for JSON's null
     * @param after the second document, likewise
     * @return the patch, empty if the documents are equal
     * @throws JsonPatchException if one is no such tree, or breaks a limit
     */
    public static JsonPatch between(@Nullable Object before, @Nullable Object after) {
        return JsonDiff.between(before, after);
    }

    /**
     * As {@link #between(Object, Object)}, for JSON texts.
     *
     * @param before the first document
     * @param after the second document
     * @return the patch, empty if the documents are equal
     * @throws JsonPatchException if one of the texts is not JSON, or breaks a limit
     */
    public static JsonPatch betweenJson(String before, String after) {
        return between(JsonText.read(before), JsonText.read(after));
    }

    /**
     * The patch as compact JSON text (RFC 6902 section 3), which is sent as {@code application/json-patch+json}.
     *
     * @return the text, ready for UTF-8
     */
    public String toJson() {
        return JsonText.write(
                operations.stream().map(JsonPatchOperation::toTree).toList());
    }

    /**
     * Applies the patch to a tree of Java values (RFC 6902 section 5), all of it or nothing. The tree is made of the
     * values that {@link JsonPatchOperation} describes.
     *
     * <p>A patch may remove the whole document, if a later operation adds another; a patch that leaves no document is
     * refused, since {@code null} would stand for JSON's null.
     *
     * @param document the document, which is not changed; {@code null} for JSON's null
     * @return the new document: of {@code LinkedHashMap} and {@code ArrayList}, mutable; it shares no object
     *     or array with the document or the patch. {@code null} for JSON's null
     * @throws JsonPatchException if an operation fails, with its index and path; or if the document is no such tree, or
     *     breaks a limit, with index -1
     */
    public @Nullable Object applyTo(@Nullable Object document) {
        WorkingDocument working = new WorkingDocument(document);
        for (int i = 0; i < operations.size(); i++) {
            JsonPatchOperation operation = operations.get(i);
            try {
                operation.applyTo(working);
                if (i == operations.size() - 1) {
                    working.requireDocument();
                }
            } catch (JsonPatchException e) {
                throw e.in(i, operation.getPath());
            }
        }
        return working.result();
    }

    /**
     * Applies the patch to a JSON text. As {@link #applyTo(Object)}, with numbers that no operation touches kept
     * exactly.
     *
     * @param json the document, of at most {@link #MAX_CHARACTERS}
     * @return the new document as compact JSON text
     * @throws JsonPatchException if the text is not JSON, an operation fails, or a limit is broken
     */
    public String applyToJson(String json) {
        return JsonText.write(applyTo(JsonText.read(json)));
    }

    /**
     * Whether applying the patch again, right after it was applied in full, succeeds and changes nothing. Such a
     * patch can be sent again after its response was lost, if no one else writes the document.
     *
     * <p>{@code true} only if
     *
     * <ul>
     *   <li>each operation is a {@code replace}, a {@code test}, or an {@code add} whose last segment is neither
     *       {@code -} nor an array index (digits without a leading zero): an array would grow each time. An {@code add}
     *       of the whole document counts too;
     *   <li>no operation writes an ancestor of a location that an earlier operation writes: {@code replace /a/b}, then
     *       {@code replace /a} may leave no {@code /a/b} for the second time;
     *   <li>no operation writes a location that an earlier {@code test} reads, or an ancestor or descendant of it:
     *       {@code test /a} for 1, then {@code replace /a} by 2 fails the second time.
     * </ul>
     *
     * <p>Everything else is {@code false}, even if the values would make it harmless: {@code remove}, {@code move} and
     * {@code copy} always. The patch without operations is idempotent.
     *
     * @return {@code true} if applying it again is known to change nothing
     */
    public boolean isIdempotent() {
        return IdempotencyCheck.isIdempotent(operations);
    }

    /**
     * This patch and then the other.
     *
     * @param next the patch to apply after this one
     * @return a patch with the operations of both
     * @throws JsonPatchException if there are more than {@link #MAX_OPERATIONS}
     */
    public JsonPatch and(JsonPatch next) {
        List<JsonPatchOperation> both = new ArrayList<>(operations);
        both.addAll(next.operations);
        return new JsonPatch(both);
    }

    /**
     * The operations in the order in which they are applied.
     *
     * @return an unmodifiable list
     */
    public List<JsonPatchOperation> getOperations() {
        return operations;
    }

    /**
     * Whether there are no operations.
     *
     * @return {@code true} if the patch changes nothing
     */
    public boolean isEmpty() {
        return operations.isEmpty();
    }

    /**
     * How many operations there are.
     *
     * @return the number
     */
    public int size() {
        return operations.size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonPatch patch && operations.equals(patch.operations);
    }

    @Override
    public int hashCode() {
        return operations.hashCode();
    }

    /**
     * The same as {@link #toJson()}, values included.
     *
     * @return the JSON text
     */
    @Override
    public String toString() {
        return toJson();
    }
}
