package io.github.sailpat.reactive.internal.jsonarray;

/**
 * Operations on eight bytes of text at once, which a {@code long} holds. A byte is marked by its highest bit; the other
 * bits of a word of marks are zero, unless a method says otherwise.
 */
final class EightBytes {
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private EightBytes() {}

    /** Eight times the same byte. */
    static long each(int b) {
        return b * ONES;
    }

    /** Marks each byte that is zero. */
    static long zeros(long word) {
        return ~nonZeros(word) & HIGHS;
    }

    /** Marks each byte that is not zero. The other bits are undefined. */
    static long nonZeros(long word) {
        return ((word & ~HIGHS) + ~HIGHS) | word;
    }

    /**
     * Whether a byte is a bracket or a backslash. Also {@code true} for a few other bytes, such as an underscore. With
     * the bit that distinguishes lower case, these bytes are the last of ASCII.
     */
    static boolean mayHaveBracketOrBackslash(long word) {
        return ((((word & ~HIGHS) | each(0x20)) + each(0x80 - '{')) & HIGHS) != 0;
    }

    /** Whether the number of marks is odd. The other bits may be undefined. */
    static boolean isOdd(long marks) {
        return (Long.bitCount(marks & HIGHS) & 1) != 0;
    }

    /** Marks each byte up to which, itself included, the number of marks is odd. */
    static long afterOddNumber(long marks, boolean isOddBefore) {
        long numbers = (marks >>> 7) * ONES + (isOddBefore ? ONES : 0);
        return (numbers << 7) & HIGHS;
    }
}
