package io.github.sailpat.reactive.internal.http.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any header value is a duration within bounds, or is ignored. */
class RetryAfterFuzz {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    static Stream<Arguments> seeds() {
        return Stream.of(
                arguments("7", "Tue, 24 Nov 2026 12:00:00 GMT"),
                arguments("81,120", ""),
                arguments("Tue, 24 Nov 2026 12:00:30 GMT", "Tue, 24 Nov 2026 12:00:00 GMT"),
                arguments("Tue, 3 Jun 2008 11:05:30 +0530,-1", "x"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void isADurationWithinBoundsOrIgnored(@NotNull String value, @NotNull String date) {
        Duration wait = RetryAfter.parse(List.of(value, ","), date, NOW);

        assertThat(wait == null || (!wait.isNegative() && wait.toSeconds() <= 1_000_000_000))
                .isTrue();
    }
}
