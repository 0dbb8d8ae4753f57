package io.github.sailpat.jsonpatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', nullValues = "-", textBlock = """
            /             > ``
            //            > ``,``
            /a            > a
            /a/b          > a,b
            /a/           > a,``
            /a~1b         > a/b
            /a~0b         > a~b
            /~01          > ~1
            /~10          > /0
            /~0~1~0       > ~/~
            /~00          > ~0
            /%41          > %41
            /a\\b          > a\\b
            /c"d          > c"d
            / e           > ` e`
            /0/-/01       > 0,-,01
            /\uD83D\uDE00 > \uD83D\uDE00
            """)
    void segmentsAreSplitAndThenUnescaped(String text, String segments) {
        List<String> expected = Arrays.stream(segments.split(",", -1))
                .map(s -> s.replace("`", ""))
                .toList();

        JsonPointer pointer = JsonPointer.parse(text);

        assertThat(pointer.getSegments()).isEqualTo(expected);
        assertThat(pointer).hasToString(text);
        assertThat(JsonPointer.ofSegments(expected)).isEqualTo(pointer).hasSameHashCodeAs(pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
            a       > 0 > begins with '/'
            #/a     > 0 > begins with '/'
            ~0      > 0 > begins with '/'
            /~      > 1 > follows each '~'
            /a~     > 2 > follows each '~'
            /a~2b   > 2 > follows each '~'
            /a~/0   > 2 > follows each '~'
            /x/y~~0 > 4 > follows each '~'
            """)
    void brokenTextIsRefusedWithTheRuleAndThePosition(String text, int position, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonPointer.parse(text))
                .withMessageContaining(rule)
                .withMessageContaining("RFC 6901 section 3")
                .withMessageContaining("position " + position + " ");
    }

    @Test
    void halfOfASurrogatePairIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonPointer.parse("/ab\uD83D/c"))
                .withMessageContaining("position 3 ");
        assertThatIllegalArgumentException().isThrownBy(() -> JsonPointer.of("\uDE00\uD83D"));
    }

    @Test
    void aMessageHasNoControlCharacters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonPointer.parse("x\r\nERROR forged\u2028\u001b[0m"))
                .withMessageNotContainingAny("\r", "\n", "\u2028", "\u001b");
    }

    @Test
    void theEmptyTextIsTheRoot() {
        JsonPointer root = JsonPointer.parse("");

        assertThat(root)
                .isEqualTo(JsonPointer.root())
                .isEqualTo(JsonPointer.of())
                .hasToString("");
        assertThat(root.isRoot()).isTrue();
        assertThat(root.getParent()).isNull();
        assertThat(root.getLastSegment()).isNull();
        assertThat(root.getSegments()).isEmpty();
    }

    @Test
    void theEmptyNameIsNotTheRoot() {
        JsonPointer emptyName = JsonPointer.of("");

        assertThat(emptyName).hasToString("/").isNotEqualTo(JsonPointer.root());
        assertThat(emptyName.isRoot()).isFalse();
        assertThat(emptyName.getParent()).isEqualTo(JsonPointer.root());
        assertThat(emptyName.getLastSegment()).isEmpty();
    }

    @Test
    void appendingEscapes() {
        JsonPointer pointer = JsonPointer.root().append("a/b").append(7).append("~");

        assertThat(pointer).hasToString("/a~1b/7/~0").isEqualTo(JsonPointer.of("a/b", "7", "~"));
        assertThat(pointer.getParent()).isEqualTo(JsonPointer.parse("/a~1b/7"));
        assertThat(pointer.getLastSegment()).isEqualTo("~");
        assertThatIllegalArgumentException().isThrownBy(() -> pointer.append(-1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            /a/b > ``   > true
            /a/b > /a   > true
            /a/b > /a/b > true
            /ab  > /a   > false
            /a   > /a/b > false
            ``   > ``   > true
            ``   > /    > false
            //   > /    > true
            /a~1b > /a  > false
            """)
    void startsWithComparesWholeSegments(String longer, String shorter, boolean expected) {
        assertThat(JsonPointer.parse(longer).startsWith(JsonPointer.parse(shorter)))
                .isEqualTo(expected);
    }

    @Test
    void lettersAreComparedWithoutNormalization() {
        assertThat(JsonPointer.of("\u00e9")).isNotEqualTo(JsonPointer.of("e\u0301"));
    }

    @Test
    void limitsHold() {
        assertThat(JsonPointer.parse("/a".repeat(JsonPointer.MAX_SEGMENTS)).getSegments())
                .hasSize(JsonPointer.MAX_SEGMENTS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonPointer.parse("/a".repeat(JsonPointer.MAX_SEGMENTS + 1)))
                .withMessageContaining("500 segments");
        assertThat(JsonPointer.of("a".repeat(JsonPointer.MAX_LENGTH - 1)).toString())
                .hasSize(JsonPointer.MAX_LENGTH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonPointer.of("~".repeat(JsonPointer.MAX_LENGTH / 2)))
                .withMessageContaining("65536 characters");
        assertThatIllegalArgumentException().isThrownBy(() -> JsonPointer.parse("/".repeat(10_000_000)));
    }

    @Test
    void noCallerCanChangeThePointer() {
        List<String> mine = new ArrayList<>(List.of("a"));
        JsonPointer pointer = JsonPointer.ofSegments(mine);
        mine.set(0, "b");

        assertThat(pointer).hasToString("/a");
        for (JsonPointer any : List.of(pointer, JsonPointer.parse("/a/b"), pointer.append("c"), JsonPointer.root())) {
            assertThat(any.getSegments()).isUnmodifiable();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without null checks may do
    void nullIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> JsonPointer.parse(null));
        assertThatNullPointerException().isThrownBy(() -> JsonPointer.of("a", null));
        assertThatNullPointerException().isThrownBy(() -> JsonPointer.root().append((String) null));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.github.sailpat.jsonpatch.RandomJson#seeds")
    void anySegmentsSurviveTheText(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<String> segments = random.ints(random.nextInt(6), 0, 1)
                    .mapToObj(none -> RandomJson.text(random))
                    .toList();
            JsonPointer pointer = JsonPointer.ofSegments(segments);
            assertThat(JsonPointer.parse(pointer.toString()).getSegments()).isEqualTo(segments);
            JsonPointer step = JsonPointer.root();
            for (String segment : segments) {
                JsonPointer next = step.append(segment);
                assertThat(next.getParent()).isEqualTo(step);
                assertThat(pointer.startsWith(next)).isTrue();
                step = next;
            }
            assertThat(step).isEqualTo(pointer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "10", "999999999", "99999999999999999999"})
    void theseAreArrayIndexes(String segment) {
        assertThat(ArrayIndex.isIndex(segment)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-1", "+1", "00", "01", "1e0", "1.0", " 1", "0x1", "\u0661", "a"})
    void theseAreNoArrayIndexes(String segment) {
        assertThat(ArrayIndex.isIndex(segment)).isFalse();
    }
}
