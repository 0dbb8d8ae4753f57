package io.github.sailpat.jsonpatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a small patch from one document to another: it compares members if both values are objects, elements if both
 * are arrays, and replaces the whole value if that is shorter.
 */
final class JsonDiff {
    private final List<JsonPatchOperation> operations = new ArrayList<>();

    /** How many bytes the operations have as JSON text, with a comma each. */
    private long length;

    /** How many elements of arrays the operations shift. */
    private long shifts;

    private JsonDiff() {}

    static JsonPatch between(@Nullable Object before, @Nullable Object after) {
        DiffNode.Index index = new DiffNode.Index();
        DiffNode from = index.node(before);
        DiffNode to = index.node(after);
        JsonDiff diff = new JsonDiff();
        diff.change(JsonPointer.root(), from, to);
        List<JsonPatchOperation.Move> moves = MemberMoves.between(from, to);
        if (!moves.isEmpty()) {
            JsonDiff moved = new JsonDiff();
            moves.forEach(move -> moved.move(move.getFrom(), move.getPath()));
            Object start = JsonPatch.ofOperations(List.copyOf(moves)).applyTo(from.value());
            moved.change(JsonPointer.root(), index.node(start), to);
            diff = moved.length < diff.length ? moved : diff;
        }
        return JsonPatch.ofOperations(diff.operations);
    }

    private void change(JsonPointer path, DiffNode before, DiffNode after) {
        if (before.id() == after.id()) {
            return;
        }
        int size = operations.size();
        long lengthSoFar = length;
        long shiftsSoFar = shifts;
        long replacement = JsonLength.ofReplace(path, after.length());
        if (!changeWithin(path, before, after, length + replacement + 1)) {
            operations.subList(size, operations.size()).clear();
            length = lengthSoFar;
            shifts = shiftsSoFar;
            emit(new JsonPatchOperation.Replace(path, after.value()), replacement);
        }
    }

    /**
     * Describes the change by operations within the value, or gives {@code false}: a replacement is shorter, or needed.
     */
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

    /** Checked after each step, because operations that are discarded can be far longer than the documents. */
    private boolean isWithin(long limit) {
        return length <= limit && operations.size() <= JsonPatch.MAX_OPERATIONS && shifts <= JsonPatch.MAX_SHIFTS;
    }

    private boolean changeMembers(
            JsonPointer path, Map<String, DiffNode> before, Map<String, DiffNode> after, long limit) {
        Map<String, String> newNames = newNames(before, after);
        for (String name : before.keySet()) {
            String newName = newNames.get(name);
            if (!after.containsKey(name)) {
                if (!path.canAppend(name) || (newName != null && !path.canAppend(newName))) {
                    return false;
                }
                if (newName == null) {
                    remove(path.append(name));
                } else {
                    move(path.append(name), path.append(newName));
                }
                if (!isWithin(limit)) {
                    return false;
                }
            }
        }
        Set<String> moved = new HashSet<>(newNames.values());
        for (Map.Entry<String, DiffNode> member : after.entrySet()) {
            DiffNode old = before.get(member.getKey());
            DiffNode node = member.getValue();
            if ((old == null || old.id() != node.id()) && !moved.contains(member.getKey())) {
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

    /**
     * The new names of members that only change their name. A move is always shorter than a removal and an addition.
     */
    private static Map<String, String> newNames(Map<String, DiffNode> before, Map<String, DiffNode> after) {
        Map<Integer, ArrayDeque<String>> added = new HashMap<>();
        after.forEach((name, node) -> {
            if (!before.containsKey(name)) {
                added.computeIfAbsent(node.id(), id -> new ArrayDeque<>()).add(name);
            }
        });
        Map<String, String> newNames = new HashMap<>();
        before.forEach((name, node) -> {
            ArrayDeque<String> equal = added.get(node.id());
            if (!after.containsKey(name) && equal != null && !equal.isEmpty()) {
                newNames.put(name, equal.removeFirst());
            }
        });
        return newNames;
    }

    private void changeMember(JsonPointer path, @Nullable DiffNode before, DiffNode after) {
        if (before == null) {
            add(path, after);
        } else {
            change(path, before, after);
        }
    }

    private boolean changeElements(JsonPointer path, List<DiffNode> before, List<DiffNode> after, long limit) {
        Alignment common = Alignment.of(ids(before), ids(after));
        long maxMoves = (JsonPatch.MAX_SHIFTS - shifts) / (2L * before.size() + 1);
        ElementMoves moves = ElementMoves.of(path, before, after, common, maxMoves);
        for (ElementMoves.Move move : moves.moves()) {
            move(path.append(move.from()), path.append(move.to()));
            shifts += 2L * before.size() - move.from() - move.to();
            if (!isWithin(limit)) {
                return false;
            }
        }
        if (moves.moves().isEmpty()) {
            return changeElements(path, before, after, common, limit);
        }
        List<DiffNode> reordered = moves.result();
        return changeElements(path, reordered, after, Alignment.of(ids(reordered), ids(after)), limit);
    }

    /** From left to right, so that each index is the one in the array after the operations before. */
    private boolean changeElements(
            JsonPointer path, List<DiffNode> before, List<DiffNode> after, Alignment common, long limit) {
        int x = 0;
        int y = 0;
        while (x < before.size() || y < after.size()) {
            int nextX = common.nextKeptBefore(x);
            int nextY = common.nextKeptAfter(y);
            for (; x < nextX && y < nextY && isWithin(limit); x++, y++) {
                change(path.append(y), before.get(x), after.get(y));
            }
            for (; x < nextX && isWithin(limit); x++) {
                remove(path.append(y));
                shifts += before.size() - x;
            }
            for (; y < nextY && isWithin(limit); y++) {
                add(path.append(y), after.get(y));
                shifts += before.size() - x;
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

    private void add(JsonPointer path, DiffNode node) {
        emit(new JsonPatchOperation.Add(path, node.value()), JsonLength.ofAdd(path, node.length()));
    }

    private void remove(JsonPointer path) {
        emit(new JsonPatchOperation.Remove(path), JsonLength.ofRemove(path));
    }

    private void move(JsonPointer from, JsonPointer path) {
        emit(JsonPatchOperation.move(from, path), JsonLength.ofMove(from, path));
    }

    private void emit(JsonPatchOperation operation, long operationLength) {
        operations.add(operation);
        length += operationLength + 1;
    }
}
