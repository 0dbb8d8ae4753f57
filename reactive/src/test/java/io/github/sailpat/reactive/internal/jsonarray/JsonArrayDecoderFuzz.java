package io.github.sailpat.reactive.internal.jsonarray;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sailpat.reactive.internal.jsonarray.Fixtures.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** For any bytes and any split, the outcome and the elements are those of a plain Jackson parser. */
class JsonArrayDecoderFuzz {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        "[{\"id\":\"a\",\"owner\":{\"id\":\"o\"},\"scope\":[\"x\"],\"n\":-1.5e3} , {}]\n",
                        " [{\"a\\\"}\\\\\":\"\\u007b{é€\\\\\",\"b\":[{},[1]]}\t,{\"c\" : null ,\"\":\"}]\"} ] ",
                        "[{},,{}]",
                        "[{\"a\":[}]",
                        "{\"messages\":[]}")
                .map(json -> json.getBytes(StandardCharsets.UTF_8));
    }

    @DictionaryEntries({"[{", "},{", "}]", "\\\"", "\\\\", "null", "\":\"", "\\u00e9"})
    @MethodSource("seeds")
    @FuzzTest
    void hasTheOutcomeOfAPlainParser(byte[] json) {
        List<String> expected = new ArrayList<>();
        boolean valid = Fixtures.readByJackson(json, expected);
        List<byte[]> pieces = Fixtures.splitAtRandom(json, new Random(Arrays.hashCode(json)));
        Flux<ByteBuf> chunks = Flux.fromIterable(pieces).map(Unpooled::wrappedBuffer);

        Outcome outcome = Outcome.of(Fixtures.decode(chunks));

        assertThat(outcome.error() == null).isEqualTo(valid);
        assertThat(outcome.elements()).isEqualTo(expected);
    }
}
