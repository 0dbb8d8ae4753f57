package io.github.sailpat.jsonpatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The elements of an array that are moved before the rest of it is compared, so that they are not removed and added
 * again. The gap of an element that does not stay is the number of the elements before it that do.
 */
final class ElementMoves {
    /** A move from one index to another, of the array as the moves before it have left it. */
    record Move(int from, int to) {}

    private static final int NONE = -1;

    private final List<DiffNode> before;
    private final List<DiffNode> after;
    private final Alignment common;
    private final JsonPointer place;
    private final Map<Integer, ArrayDeque<Integer>> removed = new HashMap<>();
    private final int[] gaps;
    /** How many more elements of a gap are removed than added: the others replace one another in pairs. */
    private final int[] surplus;
    /** The element of {@code before} that becomes this one of {@code after}, or none. */
    private final int[] sources;

    private final boolean[] moved;
    private final int[] order;
    private final List<Move> moves = new ArrayList<>();

    private ElementMoves(JsonPointer path, List<DiffNode> before, List<DiffNode> after, Alignment common) {
        this.before = before;
        this.after = after;
        this.common = common;
        this.place = path.append(before.size() + after.size());
        this.gaps = new int[before.size()];
        this.surplus = new int[before.size() + 1];
        this.sources = new int[after.size()];
        this.moved = new boolean[before.size()];
        this.order = new int[before.size()];
    }

    static ElementMoves of(
            JsonPointer path, List<DiffNode> before, List<DiffNode> after, Alignment common, long maxMoves) {
        ElementMoves moves = new ElementMoves(path, before, after, common);
        moves.countGaps();
        moves.findSources(maxMoves);
        moves.move();
        return moves;
    }

    List<Move> moves() {
        return moves;
    }

    /** The array as the moves leave it. */
    List<DiffNode> result() {
        return Arrays.stream(order).mapToObj(before::get).toList();
    }

    private void countGaps() {
        int gap = 0;
        for (int x = 0; x < before.size(); x++) {
            if (common.isKeptBefore(x)) {
                gap++;
            } else {
                gaps[x] = gap;
                surplus[gap]++;
                removed.computeIfAbsent(before.get(x).id(), id -> new ArrayDeque<>())
                        .add(x);
            }
        }
        gap = 0;
        for (int y = 0; y < after.size(); y++) {
            if (common.isKeptAfter(y)) {
                gap++;
            } else {
                surplus[gap]--;
            }
        }
    }

    private void findSources(long maxMoves) {
        Arrays.fill(sources, NONE);
        int gap = 0;
        long found = 0;
        for (int y = 0; y < after.size() && found < maxMoves; y++) {
            if (common.isKeptAfter(y)) {
                gap++;
                continue;
            }
            ArrayDeque<Integer> equal = removed.get(after.get(y).id());
            if (equal != null && !equal.isEmpty() && isShorter(gaps[equal.getFirst()], gap, after.get(y))) {
                sources[y] = equal.removeFirst();
                moved[sources[y]] = true;
                surplus[gaps[sources[y]]]--;
                surplus[gap]++;
                found++;
            }
        }
    }

    /**
     * An element without a counterpart in its gap is removed or added; one with a counterpart is part of a replacement.
     */
    private boolean isShorter(int from, int to, DiffNode node) {
        long removal = JsonLength.ofRemove(place);
        long saved = surplus[from] > 0 ? removal : 0;
        saved += surplus[to] < 0
                ? JsonLength.ofAdd(place, node.length())
                : JsonLength.ofReplace(place, node.length()) - removal;
        return JsonLength.ofMove(place, place) < saved;
    }

    /** From left to right: each is moved after its predecessor, and after the elements that are replaced. */
    private void move() {
        Arrays.setAll(order, x -> x);
        int next = common.nextKeptBefore(0);
        int previous = NONE;
        int added = 0;
        for (int y = 0; y < after.size(); y++) {
            if (common.isKeptAfter(y)) {
                previous = next;
                next = common.nextKeptBefore(next + 1);
                added = 0;
            } else if (sources[y] == NONE) {
                added++;
            } else {
                move(sources[y], previous, added);
                previous = sources[y];
                added = 0;
            }
        }
    }

    private void move(int element, int previous, int added) {
        int from = indexOf(element);
        System.arraycopy(order, from + 1, order, from, order.length - from - 1);
        int to = previous == NONE ? 0 : indexOf(previous) + 1;
        for (int i = added; i > 0 && to < order.length - 1 && isReplaced(order[to]); i--) {
            to++;
        }
        System.arraycopy(order, to, order, to + 1, order.length - to - 1);
        order[to] = element;
        if (from != to) {
            moves.add(new Move(from, to));
        }
    }

    private boolean isReplaced(int element) {
        return !common.isKeptBefore(element) && !moved[element];
    }

    private int indexOf(int element) {
        int index = 0;
        while (order[index] != element) {
            index++;
        }
        return index;
    }
}
