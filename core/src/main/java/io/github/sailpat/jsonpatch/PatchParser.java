package io.github.sailpat.jsonpatch;

import io.github.sailpat.jsonpatch.JsonPatchException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads patch documents (RFC 6902, sections 3 and 4). */
final class PatchParser {
    private PatchParser() {}

    static JsonPatch parse(String json) {
        if (!(JsonText.read(json) instanceof List<?> array)) {
            throw new JsonPatchException(Reason.INVALID_PATCH, "a patch is an array (RFC 6902 section 3)");
        }
        JsonPatch.requireSize(array.size());
        List<JsonPatchOperation> operations = new ArrayList<>(array.size());
        for (Object element : array) {
            operations.add(new Reading(operations.size(), element).operation());
        }
        return JsonPatch.ofOperations(operations);
    }

    /** Reads one operation. */
    private static final class Reading {
        private final int index;
        private final @Nullable Object element;
        private @Nullable JsonPointer path;

        Reading(int index, @Nullable Object element) {
            this.index = index;
            this.element = element;
        }

        JsonPatchOperation operation() {
            try {
                return read();
            } catch (JsonPatchException e) {
                throw e.in(index, path);
            }
        }

        private JsonPatchOperation read() {
            if (!(element instanceof Map<?, ?> members)) {
                throw invalid("an operation is an object (RFC 6902 section 3)");
            }
            String op = string(members, "op");
            path = pointer(members, "path");
            return switch (op) {
                case "add" -> JsonPatchOperation.add(path, value(members));
                case "remove" -> JsonPatchOperation.remove(path);
                case "replace" -> JsonPatchOperation.replace(path, value(members));
                case "move" -> JsonPatchOperation.move(pointer(members, "from"), path);
                case "copy" -> JsonPatchOperation.copy(pointer(members, "from"), path);
                case "test" -> JsonPatchOperation.test(path, value(members));
                default ->
                    throw invalid("the 'op' " + Printable.quote(op)
                            + " is none of add, remove, replace, move, copy, test (RFC 6902 section 4)");
            };
        }

        private static JsonPointer pointer(Map<?, ?> members, String name) {
            String text = string(members, name);
            try {
                return JsonPointer.parse(text);
            } catch (IllegalArgumentException e) {
                throw invalid("the '" + name + "' is not a JSON Pointer: " + e.getMessage());
            }
        }

        private static String string(Map<?, ?> members, String name) {
            if (!(required(members, name) instanceof String text)) {
                throw invalid("the member '" + name + "' is not a string (RFC 6902 section 4)");
            }
            return text;
        }

        private static @Nullable Object value(Map<?, ?> members) {
            return required(members, "value");
        }

        private static @Nullable Object required(Map<?, ?> members, String name) {
            if (!members.containsKey(name)) {
                throw invalid("the member '" + name + "' is missing (RFC 6902 section 4)");
            }
            return members.get(name);
        }

        private static JsonPatchException invalid(String rule) {
            return new JsonPatchException(Reason.INVALID_PATCH, rule);
        }
    }
}
