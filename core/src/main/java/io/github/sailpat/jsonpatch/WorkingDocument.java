package io.github.sailpat.jsonpatch;

import io.github.sailpat.jsonpatch.JsonPatchException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The document while a patch is applied: a copy for this run. It is the only member of a holder object, so the root can
 * be added, replaced and removed like any other location.
 */
final class WorkingDocument {
    private static final String ROOT = "root";

    private final Map<String, @Nullable Object> holder = new HashMap<>();

    /** Counts all values that the operations write, and not the document itself. */
    private final TreeCopy copies = TreeCopy.mutable();

    /** Shifting an element costs far less than a copy, so it has a limit of its own. */
    private final PatchBudget shifts = new PatchBudget();

    WorkingDocument(@Nullable Object document) {
        holder.put(ROOT, TreeCopy.mutable().copy(document, 0));
    }

    /** Fails unless there is a document, which a removal of the root takes away. */
    void requireDocument() {
        if (holder.isEmpty()) {
            throw new JsonPatchException(
                    Reason.NO_TARGET, "the whole document is removed, and no later operation adds another");
        }
    }

    @Nullable
    Object result() {
        return holder.get(ROOT);
    }

    /** RFC 6902 section 4.1. */
    void add(JsonPointer path, @Nullable Object value) {
        Object parent = parent(path, "4.1");
        Object copy = copies.copy(value, path.getSegments().size());
        if (parent instanceof List<?>) {
            List<@Nullable Object> array = array(parent);
            int index = insertionIndex(array, name(path));
            shifts.takeShifts(array.size() - index);
            array.add(index, copy);
        } else {
            object(parent).put(name(path), copy);
        }
    }

    /** RFC 6902 section 4.2. */
    void remove(JsonPointer path) {
        Object parent = existing(path, "4.2");
        if (parent instanceof List<?> array) {
            int index = ArrayIndex.parse(name(path));
            shifts.takeShifts(array.size() - 1 - index);
            array.remove(index);
        } else {
            object(parent).remove(name(path));
        }
    }

    /** RFC 6902 section 4.3. */
    void replace(JsonPointer path, @Nullable Object value) {
        Object parent = existing(path, "4.3");
        Object copy = copies.copy(value, path.getSegments().size());
        if (parent instanceof List<?>) {
            array(parent).set(ArrayIndex.parse(name(path)), copy);
        } else {
            object(parent).put(name(path), copy);
        }
    }

    /** RFC 6902 section 4.4. The value is copied, so that its new depth is checked and its size is counted. */
    void move(JsonPointer from, JsonPointer path) {
        Object value = valueAt(from, "4.4");
        if (!from.equals(path)) {
            remove(from);
            add(path, value);
        }
    }

    /** RFC 6902 section 4.5. */
    void copy(JsonPointer from, JsonPointer path) {
        add(path, valueAt(from, "4.5"));
    }

    /** The value to move or copy. The message of an error names {@code from}. */
    private @Nullable Object valueAt(JsonPointer from, String section) {
        try {
            return child(existing(from, section), name(from));
        } catch (JsonPatchException e) {
            throw new JsonPatchException(
                    e.getReason(), "from " + Printable.quote(from.toString()) + ": " + e.getRule());
        }
    }

    /** RFC 6902 section 4.6. */
    void test(JsonPointer path, @Nullable Object value) {
        Object found;
        try {
            found = child(existing(path, "4.6"), name(path));
        } catch (JsonPatchException e) {
            throw new JsonPatchException(Reason.TEST_FAILED, e.getRule());
        }
        if (!JsonEquality.equal(found, value)) {
            throw new JsonPatchException(
                    Reason.TEST_FAILED, "the value at the path is another one (RFC 6902 section 4.6)");
        }
    }

    /** The parent of a location that must exist. */
    private Object existing(JsonPointer path, String section) {
        Object parent = parent(path, section);
        requireChild(parent, name(path), section);
        return parent;
    }

    /** The parent of a location that may not exist. */
    private Object parent(JsonPointer path, String section) {
        Object place = holder;
        String name = ROOT;
        for (String segment : path.getSegments()) {
            requireChild(place, name, section);
            Object child = child(place, name);
            if (!(child instanceof Map<?, ?>) && !(child instanceof List<?>)) {
                throw noTarget(
                        "what holds " + Printable.quote(segment) + " is neither an object nor an array", section);
            }
            place = child;
            name = segment;
        }
        return place;
    }

    private void requireChild(Object place, String name, String section) {
        if (place instanceof List<?> array) {
            requireIndex(array, name, section);
        } else if (!object(place).containsKey(name)) {
            throw noTarget(
                    place == holder ? "the document was removed" : "the object has no member " + Printable.quote(name),
                    section);
        }
    }

    private static void requireIndex(List<?> array, String name, String section) {
        if (name.equals("-")) {
            throw noTarget("'-' is the position after the last element of an array: there is no value", section);
        }
        if (!ArrayIndex.isIndex(name)) {
            throw noTarget(
                    Printable.quote(name)
                            + " is not an array index, which is digits without leading zeros (RFC 6901 section 4)",
                    section);
        }
        if (ArrayIndex.parse(name) >= array.size()) {
            throw noTarget(
                    "the array has " + array.size() + " elements, so no index " + Printable.quote(name), section);
        }
    }

    /** The index of the element to insert before; the end of the array is allowed. */
    private static int insertionIndex(List<?> array, String name) {
        if (name.equals("-") || name.equals(Integer.toString(array.size()))) {
            return array.size();
        }
        requireIndex(array, name, "4.1");
        return ArrayIndex.parse(name);
    }

    private static @Nullable Object child(Object place, String name) {
        return place instanceof List<?> array
                ? array.get(ArrayIndex.parse(name))
                : object(place).get(name);
    }

    private static String name(JsonPointer path) {
        String last = path.getLastSegment();
        return last == null ? ROOT : last;
    }

    private static JsonPatchException noTarget(String fault, String section) {
        return new JsonPatchException(Reason.NO_TARGET, fault + " (RFC 6902 section " + section + ")");
    }

    @SuppressWarnings("unchecked") // a copy that TreeCopy created
    private static Map<String, @Nullable Object> object(Object place) {
        return (Map<String, @Nullable Object>) place;
    }

    @SuppressWarnings("unchecked") // a copy that TreeCopy created
    private static List<@Nullable Object> array(Object place) {
        return (List<@Nullable Object>) place;
    }
}
