package io.github.sailpat.jsonpatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds a small patch from one document to another: it goes down where both have an object or both an array, and replaces
 * the whole wherever that is shorter.
 */
final class JsonDiff {
    /** About the length of {@code {"op":"replace","path":"","value":},}, without the path and the value. */
    private static final int OPERATION_LENGTH = 36;

    private final List<JsonPatchOperation> operations = new ArrayList<>();

    /** About how long the patch is as JSON text. */
    private long length;

    private JsonDiff() {}

    static JsonPatch between(@Nullable Object before, @Nullable Object after) {
        DiffNode.Index index = new DiffNode.Index();
        JsonDiff diff = new JsonDiff();
        diff.change(JsonPointer.root(), index.node(before), index.node(after));
        return JsonPatch.ofOperations(diff.operations);
    }

    private void change(JsonPointer path, DiffNode before, DiffNode after) {
        if (before.id() == after.id()) {
            return;
        }
        int size = operations.size();
        long lengthSoFar = length;
        long limit = length + OPERATION_LENGTH + path.toString().length() + after.length();
        if (!changeWithin(path, before, after, limit)) {
            operations.subList(size, operations.size()).clear();
            length = lengthSoFar;
            emit(new JsonPatchOperation.Replace(path, after.value()), after.length());
        }
    }

    /** Describes the change by operations within the value, or gives {@code false}: a replacement is shorter, or needed. */
    private boolean changeWithin(JsonPointer path, DiffNode before, DiffNode after, long limit) {
        Map<String, DiffNode> members = before.members();
        Map<String, DiffNode> newMembers = after.members();
        if (members != null && newMembers != null) {
            return changeMembers(path, members, newMembers, limit);
        }
        List<DiffNode> elements = before.elements();
        List<DiffNode> newElements = after.elements();
        return elements != null
                && newElements != null
                && path.canAppend(Integer.toString(Integer.MAX_VALUE))
                && changeElements(path, elements, newElements, limit);
    }

    /** Looked at after each step, since the operations that are in vain can be far longer than the documents. */
    private boolean isWithin(long limit) {
        return length <= limit && operations.size() <= JsonPatch.MAX_OPERATIONS;
    }

    private boolean changeMembers(
            JsonPointer path, Map<String, DiffNode> before, Map<String, DiffNode> after, long limit) {
        for (String name : before.keySet()) {
            if (!after.containsKey(name)) {
                if (!path.canAppend(name)) {
                    return false;
                }
                emit(new JsonPatchOperation.Remove(path.append(name)), 0);
                if (!isWithin(limit)) {
                    return false;
                }
            }
        }
        for (Map.Entry<String, DiffNode> member : after.entrySet()) {
            DiffNode old = before.get(member.getKey());
            DiffNode node = member.getValue();
            if (old == null || old.id() != node.id()) {
                if (!path.canAppend(member.getKey())) {
                    return false;
                }
                changeMember(path.append(member.getKey()), old, node);
                if (!isWithin(limit)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void changeMember(JsonPointer path, @Nullable DiffNode before, DiffNode after) {
        if (before == null) {
            emit(new JsonPatchOperation.Add(path, after.value()), after.length());
        } else {
            change(path, before, after);
        }
    }

    /** From left to right, so that each index holds in the array as it is by then. */
    private boolean changeElements(JsonPointer path, List<DiffNode> before, List<DiffNode> after, long limit) {
        Alignment common = Alignment.of(ids(before), ids(after));
        int x = 0;
        int y = 0;
        while (x < before.size() || y < after.size()) {
            int nextX = common.nextKeptBefore(x);
            int nextY = common.nextKeptAfter(y);
            for (; x < nextX && y < nextY && isWithin(limit); x++, y++) {
                change(path.append(y), before.get(x), after.get(y));
            }
            for (; x < nextX && isWithin(limit); x++) {
                emit(new JsonPatchOperation.Remove(path.append(y)), 0);
            }
            for (; y < nextY && isWithin(limit); y++) {
                DiffNode node = after.get(y);
                emit(new JsonPatchOperation.Add(path.append(y), node.value()), node.length());
            }
            if (!isWithin(limit)) {
                return false;
            }
            x++;
            y++;
        }
        return true;
    }

    private static int[] ids(List<DiffNode> nodes) {
        return nodes.stream().mapToInt(DiffNode::id).toArray();
    }

    private void emit(JsonPatchOperation operation, long valueLength) {
        operations.add(operation);
        length += OPERATION_LENGTH + operation.getPath().toString().length() + valueLength;
    }
}
