package io.github.sailpat.reactive.internal.jsonarray;

import static io.github.sailpat.reactive.internal.jsonarray.Fixtures.decode;
import static io.github.sailpat.reactive.internal.jsonarray.Fixtures.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.internal.jsonarray.Fixtures.Outcome;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** The outcome does not depend on how the bytes are split into chunks. */
class JsonArraySplitTest {

    private static final byte[] TRICKY =
            " [\r\n{\"a\\\"}\\\\\":\"\\u007b{é€😀\\\\\",\"b\":[{},[1,-2.5e3]]}\t,{},{\"c\" : null ,\"\":\"}]\"} ] \n"
                    .getBytes(StandardCharsets.UTF_8);
    private static final List<String> ELEMENTS =
            List.of("{ a\"}\\={{é€😀\\ b [ { } [=1=-2.5e3 ] ] }", "{ }", "{ c=null =}] }");

    @Test
    void everySplitIntoTwoAndThreeChunksHasTheSameOutcome() {
        for (int first = 0; first <= TRICKY.length; first++) {
            for (int second = first; second <= TRICKY.length; second++) {
                BorrowingTransport transport = new BorrowingTransport(split(TRICKY, first, second), null);

                assertThat(Outcome.of(decode(transport)))
                        .as("split at %d and %d", first, second)
                        .isEqualTo(new Outcome(ELEMENTS, null));
                transport.assertAllReleased();
            }
        }
    }

    @Test
    void singleBytesHaveTheSameOutcome() {
        int[] everywhere = IntStream.range(1, TRICKY.length).toArray();

        assertThat(Outcome.of(decode(new BorrowingTransport(split(TRICKY, everywhere), null))))
                .isEqualTo(new Outcome(ELEMENTS, null));
    }

    @Test
    void elementsLargerThanTheBufferAreDecoded() {
        JsonArrayDecoder<String> decoder = new JsonArrayDecoder<>(() -> Fixtures::read, JsonArrayLimits.DEFAULT);
        String text = "é".repeat(300_000);
        byte[] json = ("[{\"a\":1},{\"b\":\"" + text + "\"},{\"c\":2}]").getBytes(StandardCharsets.UTF_8);
        int[] at =
                IntStream.iterate(1_400, i -> i < json.length, i -> i + 1_400).toArray();

        Flux<String> elements = decoder.decode(
                new BorrowingTransport(split(json, at), null),
                new ElementTimeoutSettings(null, null, TimeSource.system()),
                Fixtures.ERRORS);

        assertThat(Outcome.of(elements))
                .isEqualTo(new Outcome(List.of("{ a=1 }", "{ b=" + text + " }", "{ c=2 }"), null));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomArraysSplitsAndDemandsHaveTheSameOutcome(long seed) {
        for (long run = 0; run < Fixtures.documents(500); run++) {
            Random random = new Random(seed * 1_000_003 + run);
            byte[] json = Fixtures.randomArray(random);
            Outcome whole = Outcome.of(decode(new BorrowingTransport(split(json), null)));
            assertThat(whole.error()).as("seed %d run %d", seed, run).isNull();
            BorrowingTransport transport = new BorrowingTransport(Fixtures.splitAtRandom(json, random), null);
            int demand = 1 + random.nextInt(3);

            assertThat(Outcome.of(decode(transport).limitRate(demand)))
                    .as("seed %d run %d", seed, run)
                    .isEqualTo(whole);
            transport.assertAllReleased();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void randomCancelsCancelTheUpstreamAndRetainNoChunk(long seed) {
        for (long run = 0; run < Fixtures.documents(200); run++) {
            Random random = new Random(seed * 1_000_003 + run);
            byte[] json = Fixtures.randomArray(random);
            List<String> whole = Outcome.of(decode(new BorrowingTransport(split(json), null)))
                    .elements();
            int taken = random.nextInt(whole.size() + 1);
            BorrowingTransport transport = new BorrowingTransport(Fixtures.splitAtRandom(json, random), null);

            StepVerifier.create(decode(transport), taken)
                    .expectNextSequence(whole.subList(0, taken))
                    .thenCancel()
                    .verify(Duration.ofSeconds(10));
            transport.assertAllReleased();
        }
    }
}
