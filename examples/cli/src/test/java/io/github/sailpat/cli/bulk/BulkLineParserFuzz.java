package io.github.sailpat.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sailpat.cli.handover.SecretDelivery;
import io.github.sailpat.cli.input.LineReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any line of a bulk job is a request, or a flaw that is told in one short line without control characters. */
class BulkLineParserFuzz {
    private static final List<BulkLineParser<?>> PARSERS = List.of(
            new BulkLineParser<>(new CreateLines(new SecretDelivery(null))),
            new BulkLineParser<>(new PatchLines()),
            new BulkLineParser<>(new DeleteLines()));

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"ref\":\"r\",\"name\":\"n\",\"scope\":[\"a\"],\"accessTokenValiditySeconds\":900,"
                                + "\"expirationDate\":\"2027-01-31T00:00:00Z\",\"userAwareTokenNeverExpires\":true}",
                        "{\"id\":\"i\",\"name\":\"n\",\"scope\":null}",
                        "{\"id\":\"i\",\"patch\":[{\"op\":\"replace\",\"path\":\"/name\",\"value\":1.0}]}",
                        "{\"id\":\"i\",\"id\":\"j\"} {}")
                .map(json -> json.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isARequestOrAFlaw(byte[] line) {
        for (BulkLineParser<?> parser : PARSERS) {
            BulkLine<?> parsed = parser.parse(0, new LineReader.Line(1, line));

            if (parsed.flaw() == null) {
                assertThat(parsed.request()).isNotNull();
            } else {
                assertThat(parsed.request()).isNull();
                assertThat(parsed.flaw().getMessage()).hasSizeBetween(1, 1_000).doesNotMatch("(?s).*\\p{Cc}.*");
            }
        }
    }
}
