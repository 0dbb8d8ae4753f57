package io.github.sailpat.jsonpatch;

/** Array indexes as RFC 6901 section 4 writes them: decimal digits without leading zeros. */
final class ArrayIndex {
    private static final int LONGEST = 9;

    private ArrayIndex() {}

    static boolean isIndex(String segment) {
        return segment.equals("0")
                || (!segment.isEmpty()
                        && segment.charAt(0) != '0'
                        && segment.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    /** The index, or one beyond every array where it is greater than any array is long. */
    static int parse(String index) {
        return index.length() > LONGEST ? Integer.MAX_VALUE : Integer.parseInt(index);
    }
}
