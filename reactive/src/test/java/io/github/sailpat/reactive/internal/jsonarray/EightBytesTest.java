package io.github.sailpat.reactive.internal.jsonarray;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EightBytesTest {
    private static final long UNDEFINED = 0x7F7F_7F7F_7F7F_7F7FL;

    /** A byte must not change what is said of the next one, so there is every byte beside every kind of byte. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, '"', '#', 'a', '[', 0x7F, 0x80, 0xDB, 0xFF})
    void everyByteIsSeenAtEveryPosition(int other) {
        for (int b = 0; b < 256; b++) {
            for (int position = 0; position < Long.BYTES; position++) {
                long word = EightBytes.each(other) ^ (long) (b ^ other) << (8 * position);

                long zeros = marks(word, each -> each == 0);
                assertThat(EightBytes.zeros(word)).isEqualTo(zeros);
                assertThat(EightBytes.nonZeros(word) | UNDEFINED).isEqualTo(~zeros);
                if (marks(word, each -> "[]{}\\".indexOf(each) >= 0) != 0) {
                    assertThat(EightBytes.mayHaveBracketOrBackslash(word)).isTrue();
                }
            }
        }
    }

    @Test
    void ordinaryTextHasNoBracketAndNoBackslash() {
        for (char c : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\":,-+.@ \t\n".toCharArray()) {
            assertThat(EightBytes.mayHaveBracketOrBackslash(EightBytes.each(c))).isFalse();
        }
    }

    @Test
    void anOddNumberOfMarksIsFoundUpToEachByte() {
        for (int bits = 0; bits < 256; bits++) {
            int set = bits;
            long marks = marks(0x0706_0504_0302_0100L, position -> ((set >> position) & 1) != 0);
            long odd =
                    marks(0x0706_0504_0302_0100L, position -> (Integer.bitCount(set & ((2 << position) - 1)) & 1) != 0);

            assertThat(EightBytes.isOdd(marks | UNDEFINED)).isEqualTo((Integer.bitCount(set) & 1) != 0);
            assertThat(EightBytes.afterOddNumber(marks, false)).isEqualTo(odd);
            assertThat(EightBytes.afterOddNumber(marks, true)).isEqualTo(~(odd | UNDEFINED));
        }
    }

    private static long marks(long word, IntPredicate isMarked) {
        long marks = 0;
        for (int position = 0; position < Long.BYTES; position++) {
            if (isMarked.test((int) (word >>> (8 * position)) & 0xFF)) {
                marks |= 0x80L << (8 * position);
            }
        }
        return marks;
    }
}
