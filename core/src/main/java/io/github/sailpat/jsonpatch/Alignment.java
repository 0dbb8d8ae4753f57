package io.github.sailpat.jsonpatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which elements two arrays have in common, in order: a longest common subsequence, by E. W. Myers, "An O(ND) Difference
 * Algorithm and Its Variations" (1986). Elements are the ids of {@link DiffNode}s.
 */
final class Alignment {
    /** With more insertions and removals than this, only a common start and end count. */
    private static final int MAX_EDITS = 1_000;

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
        alignment.alignMiddle(start, before.length - start - end, after.length - start - end);
        return alignment;
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

    /** Myers' greedy search: {@code reach[k]} is how far the best path with d edits gets on the diagonal k = x - y. */
    private void alignMiddle(int start, int width, int height) {
        int most = Math.min(width + height, MAX_EDITS);
        int zero = most + 1;
        int[] reach = new int[2 * most + 3];
        List<int[]> rounds = new ArrayList<>();
        for (int edits = 0; edits <= most; edits++) {
            rounds.add(Arrays.copyOfRange(reach, zero - edits - 1, zero + edits + 2));
            for (int k = -edits; k <= edits; k += 2) {
                int x = isInsertion(reach, zero, k, edits) ? reach[zero + k + 1] : reach[zero + k - 1] + 1;
                while (x < width && x - k < height && before[start + x] == after[start + x - k]) {
                    x++;
                }
                reach[zero + k] = x;
                if (x >= width && x - k >= height) {
                    keep(start, width, height, rounds);
                    return;
                }
            }
        }
    }

    private static boolean isInsertion(int[] reach, int zero, int k, int edits) {
        return k == -edits || (k != edits && reach[zero + k - 1] < reach[zero + k + 1]);
    }

    /** Follows the path back from the end, round by round, and notes its diagonals. */
    private void keep(int start, int width, int height, List<int[]> rounds) {
        int x = width;
        int y = height;
        for (int edits = rounds.size() - 1; edits >= 0; edits--) {
            int[] reach = rounds.get(edits);
            int k = x - y;
            int cameFrom = isInsertion(reach, edits + 1, k, edits) ? k + 1 : k - 1;
            int fromX = reach[edits + 1 + cameFrom];
            int fromY = fromX - cameFrom;
            while (x > fromX && y > fromY) {
                x--;
                y--;
                keptBefore.set(start + x);
                keptAfter.set(start + y);
            }
            x = fromX;
            y = fromY;
        }
    }
}
