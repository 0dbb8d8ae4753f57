package io.github.sailpat.jsonpatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members that are moved from one object to another. Their paths contain only objects, so that no move changes the
 * path of another.
 */
final class MemberMoves {
    private final Map<Integer, ArrayDeque<Place>> removed = new HashMap<>();
    private final List<Place> added = new ArrayList<>();

    private MemberMoves() {}

    /** The moves that are shorter than the values they move. */
    static List<JsonPatchOperation.Move> between(DiffNode before, DiffNode after) {
        MemberMoves members = new MemberMoves();
        members.collect(null, before, after);
        List<JsonPatchOperation.Move> moves = new ArrayList<>();
        for (Place place : members.added) {
            ArrayDeque<Place> equal = members.removed.get(place.node.id());
            if (equal == null || equal.isEmpty() || moves.size() == JsonPatch.MAX_OPERATIONS) {
                continue;
            }
            // Compared before the pointers are made: they can be far longer than the value.
            if (place.length + equal.getFirst().length < place.node.length()) {
                JsonPointer from = equal.getFirst().pointer();
                JsonPointer path = place.pointer();
                if (JsonLength.ofMove(from, path) < place.node.length()) {
                    equal.removeFirst();
                    moves.add(JsonPatchOperation.move(from, path));
                }
            }
        }
        return moves;
    }

    private void collect(@Nullable Place place, DiffNode before, DiffNode after) {
        Map<String, DiffNode> members = before.members();
        Map<String, DiffNode> newMembers = after.members();
        if (before.id() == after.id() || members == null || newMembers == null) {
            return;
        }
        members.forEach((name, node) -> {
            Place member = new Place(place, name, node);
            if (!newMembers.containsKey(name) && member.hasPointer()) {
                removed.computeIfAbsent(node.id(), id -> new ArrayDeque<>()).add(member);
            }
        });
        newMembers.forEach((name, node) -> {
            Place member = new Place(place, name, node);
            DiffNode old = members.get(name);
            if (old != null) {
                collect(member, old, node);
            } else if (member.hasPointer()) {
                added.add(member);
            }
        });
    }

    /** A member, whose pointer is created only when it is needed. */
    private static final class Place {
        private final @Nullable Place parent;
        private final String name;
        private final DiffNode node;
        private final int depth;
        /** The minimum number of characters of the pointer. */
        private final long length;

        Place(@Nullable Place parent, String name, DiffNode node) {
            this.parent = parent;
            this.name = name;
            this.node = node;
            this.depth = parent == null ? 1 : parent.depth + 1;
            this.length = (parent == null ? 0 : parent.length) + 1 + name.length();
        }

        /** Whether the pointer is sure to stay within the limits. */
        boolean hasPointer() {
            return depth <= JsonPointer.MAX_SEGMENTS && 2 * length <= JsonPointer.MAX_LENGTH;
        }

        JsonPointer pointer() {
            List<String> segments = new ArrayList<>();
            for (Place place = this; place != null; place = place.parent) {
                segments.add(place.name);
            }
            Collections.reverse(segments);
            return JsonPointer.ofSegments(segments);
        }
    }
}
