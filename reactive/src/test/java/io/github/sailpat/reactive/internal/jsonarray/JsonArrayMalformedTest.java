package io.github.sailpat.reactive.internal.jsonarray;

import static io.github.sailpat.reactive.internal.jsonarray.Fixtures.decode;
import static io.github.sailpat.reactive.internal.jsonarray.Fixtures.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.internal.jsonarray.Fixtures.Failure;
import io.github.sailpat.reactive.internal.jsonarray.Fixtures.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A body that is not a valid array of objects is an error at the first malformed element, after all elements before it.
 */
class JsonArrayMalformedTest {

    static Stream<Arguments> malformed() {
        String deep = "[".repeat(100_000);
        return Stream.of(
                Arguments.of("", 0, "the body is empty"),
                Arguments.of("  \n", 0, "the body is empty"),
                Arguments.of("{}", 0, "the body is not an array"),
                Arguments.of("null", 0, "the body is not an array"),
                Arguments.of("\"[{}]\"", 0, "the body is not an array"),
                Arguments.of("]", 0, "the body is not an array"),
                Arguments.of("\uFEFF", 0, "the body is empty"),
                Arguments.of("\uFEFF\uFEFF[{}]", 0, "the body is not an array"),
                Arguments.of(" \uFEFF[{}]", 0, "the body is not an array"),
                Arguments.of("[\uFEFF{}]", 0, "is not an object"),
                Arguments.of("<html>", 0, "the body is not an array"),
                Arguments.of("[", 0, "is truncated"),
                Arguments.of("[{}", 1, "is truncated"),
                Arguments.of("[{},", 1, "is truncated"),
                Arguments.of("[{},{\"a\":\"]", 1, "is truncated"),
                Arguments.of("[1]", 0, "is not an object"),
                Arguments.of("[{},null]", 1, "is not an object"),
                Arguments.of("[{},[]]", 1, "is not an object"),
                Arguments.of("[{},\"a\"]", 1, "is not an object"),
                Arguments.of("[{}}", 1, "is not an object"),
                Arguments.of("[{}{}]", 1, "is not valid JSON"),
                Arguments.of("[{},,{}]", 1, "is not valid JSON"),
                Arguments.of("[{},{},]", 2, "is not valid JSON"),
                Arguments.of("[,{}]", 0, "is not valid JSON"),
                Arguments.of("[,]", 0, "is not valid JSON"),
                Arguments.of("[{}] x", 1, "the array has ended"),
                Arguments.of("[{}]]", 1, "the array has ended"),
                Arguments.of("[][]", 0, "the array has ended"),
                Arguments.of("[{}]\0", 1, "the array has ended"),
                Arguments.of("[{\"a\":nul}]", 0, "is not valid JSON"),
                Arguments.of("[{},{\"a\":tru}]", 1, "is not valid JSON"),
                Arguments.of("[{\"a\":NaN}]", 0, "is not valid JSON"),
                Arguments.of("[{\"a\":01}]", 0, "is not valid JSON"),
                Arguments.of("[{\"a\":1.}]", 0, "is not valid JSON"),
                Arguments.of("[{\"a\":+1}]", 0, "is not valid JSON"),
                Arguments.of("[{a:1}]", 0, "is not valid JSON"),
                Arguments.of("[{'a':1}]", 0, "is not valid JSON"),
                Arguments.of("[{\"a\":1,}]", 0, "is not valid JSON"),
                Arguments.of("[{\"a\" 1}]", 0, "is not valid JSON"),
                Arguments.of("[{\"a\":[}]", 0, "is not valid JSON"),
                Arguments.of("[{\"a\":{]}]", 0, "is not valid JSON"),
                Arguments.of("[{\"a\":\"\n\"}]", 0, "is not valid JSON"),
                Arguments.of("[{\"a\":\"\\x\"}]", 0, "is not valid JSON"),
                Arguments.of("[{\"a\":\"\\u12g4\"}]", 0, "is not valid JSON"),
                Arguments.of("[/* */{}]", 0, "is not an object"),
                Arguments.of("[{/**/}]", 0, "is not valid JSON"),
                Arguments.of("[{},{\"a\":" + deep, 1, "is nested deeper than 16 levels"),
                Arguments.of("[{\"a\":" + "1".repeat(101) + "}]", 0, "over a limit"),
                Arguments.of("[{\"a\":1." + "1".repeat(101) + "}]", 0, "over a limit"),
                Arguments.of("[{\"" + "n".repeat(200) + "\":1}]", 0, "over a limit"),
                Arguments.of("[{},{\"a\":\"" + "s".repeat(5_000) + "\"}]", 1, "is larger than 4096 bytes"),
                Arguments.of("[{},{\"a\":\"" + "s".repeat(5_000), 1, "is larger than 4096 bytes"),
                Arguments.of("[{}," + " ".repeat(5_000), 1, "is larger than 4096 bytes"),
                Arguments.of("[{}" + ",".repeat(5_000), 1, "is larger than 4096 bytes"),
                Arguments.of(" ".repeat(5_000) + "[]", 0, "is larger than 4096 bytes"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void errorHasTheIndexOfTheMalformedElement(String json, long index, String rule) {
        assertMalformed(json.getBytes(StandardCharsets.UTF_8), index, rule);
    }

    @Test
    void otherEncodingsAreMalformed() {
        assertMalformed("[{}]".getBytes(StandardCharsets.UTF_16BE), 0, "the body is not an array");
        assertMalformed("[{}]".getBytes(StandardCharsets.UTF_16LE), 0, "is not an object");
        assertMalformed(
                new byte[] {'[', '{', '"', (byte) 0xC3, '"', ':', '1', '}', ']'},
                0,
                "is truncated",
                "is not valid JSON");
        assertMalformed("[{\"a\":\"é\"}]".getBytes(StandardCharsets.ISO_8859_1), 0, "is not valid JSON");
    }

    private static void assertMalformed(byte[] json, long index, String... rules) {
        int half = json.length / 2;
        for (List<byte[]> pieces : List.of(split(json), split(json, half), split(json, half, half))) {
            BorrowingTransport transport = new BorrowingTransport(pieces, null);
            Outcome outcome = Outcome.of(decode(transport));

            assertThat(outcome.error()).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.kind).isEqualTo("malformed");
                assertThat(failure.index).isEqualTo(index);
                assertThat(rules).anySatisfy(rule -> assertThat(failure).hasMessageContaining(rule));
            });
            assertThat(outcome.elements()).hasSize((int) index);
            transport.assertAllReleased();
        }
    }

    @Test
    void everyTruncationIsMalformed() {
        byte[] json = "[{\"a\":\"\\u00e9é\"} , {\"b\":[1,{}]}]  ".getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < json.length; length++) {
            byte[] cut = Arrays.copyOf(json, length);
            Outcome outcome = Outcome.of(decode(new BorrowingTransport(split(cut), null)));

            boolean whole = length >= json.length - 2;
            assertThat(outcome.error() == null).as("cut after %d", length).isEqualTo(whole);
        }
    }

    @Test
    void limitsAreInclusive() {
        String atDepth = "{\"a\":".repeat(15) + "{}" + "}".repeat(15);
        String ofSize = "{\"a\":\"" + "s".repeat(4_096 - 8) + "\"}";
        String number = "{\"a\":" + "1".repeat(100) + "}";

        Outcome outcome = Outcome.of(decode(BorrowingTransport.of("[" + atDepth, "," + number, "]")));
        assertThat(outcome.error()).isNull();
        // The bracket is part of the first gap.
        assertThat(Outcome.of(decode(BorrowingTransport.of("[" + ofSize + "]"))).error())
                .isInstanceOf(Failure.class);
        assertThat(Outcome.of(decode(BorrowingTransport.of("[" + ofSize.replaceFirst("s", "") + "]")))
                        .error())
                .isNull();
    }

    /** For randomly damaged documents, the outcome and the elements are those of a plain Jackson parser. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void damagedDocumentsHaveTheOutcomeOfJackson(long seed) {
        for (long run = 0; run < Fixtures.documents(1_000); run++) {
            Random random = new Random(seed * 1_000_003 + run);
            byte[] json = damage(Fixtures.randomArray(random), random);
            List<String> expected = new ArrayList<>();
            boolean valid = Fixtures.readByJackson(json, expected);

            Outcome outcome = Outcome.of(decode(new BorrowingTransport(Fixtures.splitAtRandom(json, random), null)));

            assertThat(outcome.error() == null)
                    .as("seed %d run %d: %s: %s", seed, run, new String(json, StandardCharsets.UTF_8), outcome.error())
                    .isEqualTo(valid);
            assertThat(outcome.elements()).as("seed %d run %d", seed, run).isEqualTo(expected);
        }
    }

    private static byte[] damage(byte[] json, Random random) {
        byte[] pool = "{}[]\",:\\ ntf019-.e/#\u0000\u001fé".getBytes(StandardCharsets.UTF_8);
        List<Byte> bytes = new ArrayList<>();
        for (byte b : json) {
            bytes.add(b);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(3)) {
                case 0 -> bytes.remove(at);
                case 1 -> bytes.add(at, pool[random.nextInt(pool.length)]);
                default -> bytes.set(at, pool[random.nextInt(pool.length)]);
            }
        }
        byte[] damaged = new byte[bytes.size()];
        for (int i = 0; i < damaged.length; i++) {
            damaged[i] = bytes.get(i);
        }
        return damaged;
    }
}
