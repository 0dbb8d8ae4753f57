package io.github.sailpat.reactive.internal.jsonarray;

import static io.github.sailpat.reactive.internal.jsonarray.Fixtures.split;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import io.github.sailpat.reactive.internal.jsonarray.Fixtures.Failure;
import io.github.sailpat.reactive.internal.jsonarray.Fixtures.Outcome;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Valid JSON that is not an element is skipped, however the bytes are split. Invalid JSON is an error. */
class JsonArraySkippingTest {
    private static final JsonArrayDecoder<String> DECODER =
            new JsonArrayDecoder<>(() -> JsonArraySkippingTest::read, Fixtures.LIMITS);

    private final List<String> skipped = new ArrayList<>();
    private int terminations;

    /** An empty object stands for one without an id. */
    private static @Nullable String read(JsonParser parser) throws IOException {
        String element = Fixtures.read(parser);
        return element.equals("{ }") ? null : element;
    }

    private Flux<String> decode(Flux<? extends ByteBuf> chunks) {
        return DECODER.decode(
                chunks,
                new ElementTimeoutSettings(null, null, TimeSource.system()),
                Fixtures.ERRORS,
                new SkipListener() {
                    @Override
                    public void skipped(long elementIndex, String rule) {
                        skipped.add(elementIndex + " " + rule);
                    }

                    @Override
                    public void terminated() {
                        terminations++;
                    }
                },
                terminator -> {});
    }

    private Outcome decode(List<byte[]> pieces) {
        skipped.clear();
        terminations = 0;
        BorrowingTransport transport = new BorrowingTransport(pieces, null);
        Outcome outcome = Outcome.of(decode(transport));
        transport.assertAllReleased();
        assertThat(terminations).isEqualTo(1);
        return outcome;
    }

    @Test
    void otherValuesAreSkippedHoweverTheBytesAreSplit() {
        byte[] json =
                "\uFEFF [null,{\"a\":1}, \"x]\\\"}\" ,{},-1.5e3,[{\"b\":[\"]\"]},2] , true,{\"c\":2},false\n,\"\", 7 ] \n"
                        .getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= json.length; first++) {
            for (int second = first; second <= json.length; second += 3) {
                Outcome outcome = decode(split(json, first, second));

                assertThat(outcome)
                        .as("%d, %d", first, second)
                        .isEqualTo(new Outcome(List.of("{ a=1 }", "{ c=2 }"), null));
                assertThat(skipped)
                        .containsExactly(
                                "0 is not an object",
                                "2 is not an object",
                                "3 has no id",
                                "4 is not an object",
                                "5 is not an object",
                                "6 is not an object",
                                "8 is not an object",
                                "9 is not an object",
                                "10 is not an object");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "[7]", "[\"\"]", "[{}]", "[[]]", "[1,2]", "[]", "[ null ]", "[null,{}\n]"})
    void arrayOfSkippedValuesOnlyIsEmpty(String json) {
        assertThat(decode(List.of(json.getBytes(StandardCharsets.UTF_8)))).isEqualTo(new Outcome(List.of(), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[nul]|0|is not valid JSON",
                "[{'a':1},nulll]|1|is not valid JSON",
                "[01]|0|is not valid JSON",
                "[1.]|0|is not valid JSON",
                "[NaN]|0|is not valid JSON",
                "[/* */{}]|0|is not valid JSON",
                "['\\x']|0|is not valid JSON",
                "[[}]]|0|is not valid JSON",
                "[{'a':1} 7]|1|is not valid JSON",
                "[7 7]|1|is not valid JSON",
                "[7{'a':1}]|1|is not valid JSON",
                "[7'x']|1|is not valid JSON",
                "['x''y']|1|is not valid JSON",
                "[7,,7]|1|is not valid JSON",
                "[7,]|1|is not valid JSON",
                "[}]|0|is not valid JSON",
                "[:]|0|is not valid JSON",
                "[7|0|is truncated",
                "[7,|1|is truncated",
                "['x|0|is truncated",
                "['x'|1|is truncated",
                "[7]]|1|the array has ended",
                "7|0|the body is not an array"
            })
    void invalidJsonIsAnErrorAtItsElement(String json, long index, String rule) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at <= bytes.length; at++) {
            Outcome outcome = decode(split(bytes, at));

            assertThat(outcome.error()).as("%s cut at %d", json, at).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.index).isEqualTo(index);
                assertThat(failure).hasMessageContaining(rule);
            });
        }
    }

    @Test
    void skippedValuesHaveTheLimitsOfAnElement() {
        for (String start : new String[] {"1", "\"", "[\""}) {
            Outcome outcome = decode(List.of(("[" + start + "1".repeat(5_000)).getBytes(StandardCharsets.UTF_8)));
            assertThat(outcome.error()).hasMessageContaining("is larger than 4096 bytes");
        }
        assertThat(decode(List.of(("[" + "[".repeat(17) + "]".repeat(17) + "]").getBytes(StandardCharsets.UTF_8)))
                        .error())
                .hasMessageContaining("is nested deeper than 16 levels");
    }

    @Test
    void skippedElementsDoNotConsumeDemand() {
        Flux<ByteBuf> chunks = BorrowingTransport.of("[null,{},7,{\"a\":1},null", ",{\"a\":2},[]]");

        StepVerifier.create(decode(chunks), 0)
                .thenRequest(1)
                .expectNext("{ a=1 }")
                .thenRequest(1)
                .expectNext("{ a=2 }")
                .thenRequest(1)
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        assertThat(skipped).hasSize(5);
    }

    @Test
    void cancelTerminatesTheListener() {
        StepVerifier.create(decode(BorrowingTransport.of("[null,{\"a\":1},null,{\"a\":2}]")), 1)
                .expectNext("{ a=1 }")
                .thenCancel()
                .verify(Duration.ofSeconds(10));
        assertThat(skipped).containsExactly("0 is not an object");
        assertThat(terminations).isEqualTo(1);
    }

    /** For random arrays with other values between the elements, exactly the elements are emitted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomArraysAndSplitsHaveTheSameOutcome(long seed) {
        String[] others = {"null", "true", "false", "0", "-12.5E+7", "\"\"", "\"a\\\\\"", "[]", "[[{\"a\":\"]\"}],1]"};
        for (long run = 0; run < Fixtures.documents(500); run++) {
            Random random = new Random(seed * 1_000_003 + run);
            StringBuilder json = new StringBuilder("[");
            List<String> expected = new ArrayList<>();
            int expectedSkips = 0;
            for (int i = random.nextInt(9); i > 0; i--) {
                json.append(json.length() > 1 ? random.nextBoolean() ? " , " : "," : "");
                if (random.nextBoolean()) {
                    json.append(others[random.nextInt(others.length)]);
                    expectedSkips++;
                } else {
                    json.append("{\"a\":").append(i).append('}');
                    expected.add("{ a=" + i + " }");
                }
            }
            byte[] bytes = json.append(']').toString().getBytes(StandardCharsets.UTF_8);

            Outcome outcome = decode(Fixtures.splitAtRandom(bytes, random));

            assertThat(outcome).as("seed %d run %d: %s", seed, run, json).isEqualTo(new Outcome(expected, null));
            assertThat(skipped).hasSize(expectedSkips);
        }
    }
}
