package io.github.sailpat.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PermitReplyTest {
    @Test
    void integersOfTheScriptAreRead() {
        assertThat(PermitReply.of(List.of(1L, 0L, 3_600_000L, 7L, 0L, 900L)))
                .isEqualTo(new PermitReply(PermitReply.Status.ACCEPTED, 1, 3_600_000, 7, List.of(0L, 900L)));
    }

    static Stream<List<Long>> replies() {
        return Stream.of(
                List.of(),
                List.of(1L, 1L, 0L),
                List.of(3L, 1L, 0L, 0L),
                List.of(1L, -1L, 0L, 0L),
                List.of(1L, 10_001L, 0L, 0L),
                List.of(1L, 1L, 3_600_001L, 0L),
                List.of(1L, 1L, 0L, 1L << 32),
                List.of(1L, 1L, 0L, 0L, 0L, 901L),
                List.of(1L, 1L, 0L, 0L, -1L));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void aReplyThatIsNotOfTheScriptIsAnErrorOfTheStore(List<Long> reply) {
        assertThatIllegalStateException()
                .isThrownBy(() -> PermitReply.of(reply))
                .withMessage("the reply is not of the script");
    }
}
