package io.github.sailpat.jsonpatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which elements two arrays have in common, in order: a longest common subsequence, by E. W. Myers, "An O(ND)
 * Difference Algorithm and Its Variations" (1986). Elements are the ids of {@link DiffNode}s.
 */
final class Alignment {
    /**
     * After this many insertions and removals the longest path is taken, and a new search begins at its end.
     */
    private static final int MAX_EDITS = 1_000;

    /** Enough for the operations that a patch may have: a replacement is a removal and an insertion. */
    private static final int MAX_SEARCHES = 2 * JsonPatch.MAX_OPERATIONS / MAX_EDITS;

    private final int[] before;
    private final int[] after;
    private final BitSet keptBefore = new BitSet();
    private final BitSet keptAfter = new BitSet();

    private Alignment(int[] before, int[] after) {
        this.before = before;
        this.after = after;
    }

    static Alignment of(int[] before, int[] after) {
        Alignment alignment = new Alignment(before, after);
        int shorter = Math.min(before.length, after.length);
        int start = 0;
        while (start < shorter && before[start] == after[start]) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && before[before.length - 1 - end] == after[after.length - 1 - end]) {
            end++;
        }
        alignment.keptBefore.set(0, start);
        alignment.keptAfter.set(0, start);
        alignment.keptBefore.set(before.length - end, before.length);
        alignment.keptAfter.set(after.length - end, after.length);
        alignment.alignMiddle(start, start, before.length - end, after.length - end);
        return alignment;
    }

    boolean isKeptBefore(int position) {
        return keptBefore.get(position);
    }

    boolean isKeptAfter(int position) {
        return keptAfter.get(position);
    }

    /** The next element, at or after the position, that is in both. */
    int nextKeptBefore(int from) {
        int next = keptBefore.nextSetBit(from);
        return next < 0 ? before.length : next;
    }

    /** The next element, at or after the position, that is in both. */
    int nextKeptAfter(int from) {
        int next = keptAfter.nextSetBit(from);
        return next < 0 ? after.length : next;
    }

    private void alignMiddle(int startX, int startY, int endX, int endY) {
        int x = startX;
        int y = startY;
        for (int searches = 0; searches < MAX_SEARCHES && x < endX && y < endY; searches++) {
            int[] reached = search(x, y, endX - x, endY - y);
            x += reached[0];
            y += reached[1];
        }
    }

    /**
     * Myers' greedy search: {@code reach[k]} is the end of the longest path with d edits on the diagonal k = x - y.
     *
     * @return how far the search has got in each array
     */
    private int[] search(int startX, int startY, int width, int height) {
        int most = Math.min(width + height, MAX_EDITS);
        int zero = most + 1;
        int[] reach = new int[2 * most + 3];
        List<int[]> rounds = new ArrayList<>();
        for (int edits = 0; edits <= most; edits++) {
            rounds.add(Arrays.copyOfRange(reach, zero - edits - 1, zero + edits + 2));
            for (int k = -edits; k <= edits; k += 2) {
                int x = isInsertion(reach, zero, k, edits) ? reach[zero + k + 1] : reach[zero + k - 1] + 1;
                while (x < width && x - k < height && before[startX + x] == after[startY + x - k]) {
                    x++;
                }
                reach[zero + k] = x;
                if (x >= width && x - k >= height) {
                    return keep(startX, startY, width, height, rounds);
                }
            }
        }
        int x = 0;
        int y = 0;
        for (int k = -most; k <= most; k += 2) {
            int reached = reach[zero + k];
            if (reached <= width && reached - k <= height && 2 * reached - k > x + y) {
                x = reached;
                y = reached - k;
            }
        }
        return keep(startX, startY, x, y, rounds);
    }

    private static boolean isInsertion(int[] reach, int zero, int k, int edits) {
        return k == -edits || (k != edits && reach[zero + k - 1] < reach[zero + k + 1]);
    }

    /** Follows the path back from its end, and records its diagonals. */
    private int[] keep(int startX, int startY, int endX, int endY, List<int[]> rounds) {
        int x = endX;
        int y = endY;
        for (int edits = rounds.size() - 1; edits >= 0; edits--) {
            int[] reach = rounds.get(edits);
            int k = x - y;
            int cameFrom = isInsertion(reach, edits + 1, k, edits) ? k + 1 : k - 1;
            int fromX = reach[edits + 1 + cameFrom];
            int fromY = fromX - cameFrom;
            while (x > fromX && y > fromY) {
                x--;
                y--;
                keptBefore.set(startX + x);
                keptAfter.set(startY + y);
            }
            x = fromX;
            y = fromY;
        }
        return new int[] {endX, endY};
    }
}
