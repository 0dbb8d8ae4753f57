package io.github.sailpat.jsonpatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a patch that was applied can be applied again and changes nothing. It walks the operations from the last to
 * the first and keeps the locations that are written later, as a tree of segments.
 */
final class IdempotencyCheck {
    private final Place root = new Place();

    private IdempotencyCheck() {}

    static boolean isIdempotent(List<JsonPatchOperation> operations) {
        IdempotencyCheck later = new IdempotencyCheck();
        for (int i = operations.size() - 1; i >= 0; i--) {
            if (!later.admits(operations.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean admits(JsonPatchOperation operation) {
        if (operation instanceof JsonPatchOperation.Test) {
            return !isTouchedLater(operation.getPath());
        }
        boolean setsOnePlace = operation instanceof JsonPatchOperation.Replace
                || (operation instanceof JsonPatchOperation.Add && isMember(operation.getPath()));
        return setsOnePlace && write(operation.getPath());
    }

    private static boolean isMember(JsonPointer path) {
        String name = path.getLastSegment();
        return name == null || !(name.equals("-") || ArrayIndex.isIndex(name));
    }

    /** Whether a later operation writes the location, an ancestor or a descendant of it. */
    private boolean isTouchedLater(JsonPointer path) {
        Place place = root;
        for (String segment : path.getSegments()) {
            Place next = place.inner.get(segment);
            if (place.written || next == null) {
                return place.written;
            }
            place = next;
        }
        return place.written || !place.inner.isEmpty();
    }

    /**
     * Records the location as written, unless a later operation writes an ancestor: that may remove the location.
     */
    private boolean write(JsonPointer path) {
        Place place = root;
        for (String segment : path.getSegments()) {
            if (place.written) {
                return false;
            }
            place = place.inner.computeIfAbsent(segment, name -> new Place());
        }
        place.written = true;
        return true;
    }

    /** A node of the tree. */
    private static final class Place {
        private final Map<String, Place> inner = new HashMap<>();
        private boolean written;
    }
}
