package io.github.sailpat.jsonpatch;

import io.github.sailpat.jsonpatch.JsonPatchException.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies trees of Java values and refuses values that JSON does not have. One budget applies to all copies of an
 * instance, so a small tree that contains a value many times reaches the limit, and a cycle reaches the limit on depth.
 */
final class TreeCopy {
    private final boolean frozen;
    private final PatchBudget budget = new PatchBudget();
    private final List<Object> trail = new ArrayList<>();

    private TreeCopy(boolean frozen) {
        this.frozen = frozen;
    }

    /** Makes unmodifiable copies. */
    static TreeCopy frozen() {
        return new TreeCopy(true);
    }

    /** Makes modifiable copies of {@link LinkedHashMap} and {@link ArrayList}. */
    static TreeCopy mutable() {
        return new TreeCopy(false);
    }

    /**
     * A copy of the tree.
     *
     * @param depth the depth of the location of the copy
     */
    @Nullable
    Object copy(@Nullable Object tree, int depth) {
        trail.clear();
        return copyOf(tree, depth);
    }

    private @Nullable Object copyOf(@Nullable Object value, int depth) {
        if (value instanceof String text) {
            budget.takeValue(text.length());
            return wellFormed(text);
        }
        if (value instanceof Number number) {
            requireNumber(number);
            budget.takeValue(JsonNumbers.digits(number));
            return number;
        }
        budget.takeValue(1);
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (depth >= JsonPatch.MAX_DEPTH) {
            throw new JsonPatchException(
                    Reason.LIMIT_EXCEEDED,
                    "the value is nested deeper than " + JsonPatch.MAX_DEPTH
                            + " objects and arrays, or contains itself");
        }
        if (value instanceof Map<?, ?> members) {
            return copyOfObject(members, depth);
        }
        if (value instanceof List<?> elements) {
            return copyOfArray(elements, depth);
        }
        throw invalid("the value is a " + value.getClass().getName()
                + "; a tree consists of Map, List, String, Number, Boolean and null");
    }

    private Map<String, @Nullable Object> copyOfObject(Map<?, ?> members, int depth) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            if (!(member.getKey() instanceof String name)) {
                throw invalid("the object has a name that is not a String");
            }
            budget.takeText(name.length());
            trail.add(wellFormed(name));
            copy.put(name, copyOf(member.getValue(), depth + 1));
            trail.remove(trail.size() - 1);
        }
        return frozen ? Collections.unmodifiableMap(copy) : copy;
    }

    private List<@Nullable Object> copyOfArray(List<?> elements, int depth) {
        // The size is not reserved: a list can claim any size.
        List<@Nullable Object> copy = new ArrayList<>();
        for (Object element : elements) {
            trail.add(copy.size());
            copy.add(copyOf(element, depth + 1));
            trail.remove(trail.size() - 1);
        }
        return frozen ? Collections.unmodifiableList(copy) : copy;
    }

    private void requireNumber(Number number) {
        if (!JsonNumbers.isJson(number)) {
            throw invalid("the number is not finite, or of the class "
                    + number.getClass().getName()
                    + "; use an Integer, Long, BigInteger, finite Double or BigDecimal");
        }
        if (!JsonNumbers.isWithinLimits(number)) {
            throw new JsonPatchException(
                    Reason.LIMIT_EXCEEDED,
                    "a number has more than " + JsonPatch.MAX_NUMBER_DIGITS + " digits, or a scale beyond "
                            + JsonPatch.MAX_NUMBER_SCALE);
        }
    }

    private String wellFormed(String text) {
        if (Surrogates.firstUnpaired(text) >= 0) {
            throw invalid("the text or name has a lone surrogate");
        }
        return text;
    }

    private JsonPatchException invalid(String fault) {
        StringBuilder place = new StringBuilder();
        trail.forEach(segment -> place.append('/').append(segment));
        return new JsonPatchException(
                Reason.INVALID_JSON, fault + (trail.isEmpty() ? "" : ", at " + Printable.quote(place.toString())));
    }
}
