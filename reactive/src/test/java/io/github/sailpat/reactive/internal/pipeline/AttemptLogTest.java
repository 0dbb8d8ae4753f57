package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.TraceLog;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

class AttemptLogTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final ApiCall<String> call =
            new ApiCall<>("op", "GET", "/x", "/x", null, null, CallKind.READ, (s, b, c) -> Flux.empty());
    private final CallContext context = new CallContext(call, Duration.ofMinutes(1), TimeSource.of(clock));

    private List<String> logged(boolean begins) {
        try (TraceLog log = TraceLog.start()) {
            assertThat(AttemptLog.beginAttempt(call, context)).isEqualTo(begins);
            return log.lines().stream()
                    .filter(line -> line.contains("GET /x: "))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "1001, 2"})
    void longWaitForAPermitIsLoggedBeforeTheAttempt(long millis, int lines) {
        clock.advanceTimeBy(Duration.ofMillis(millis));

        assertThat(logged(true)).hasSize(lines).last().asString().contains("attempt 1 begins");
    }

    @Test
    void attemptThatMayNotBeginIsNotLogged() {
        context.halt();

        assertThat(logged(false)).isEmpty();
    }

    @Test
    void attemptBeginsWithoutALogToo() {
        assertThat(AttemptLog.beginAttempt(call, context)).isTrue();
        assertThat(context.getAttempts()).isEqualTo(1);
        context.halt();
        assertThat(AttemptLog.beginAttempt(call, context)).isFalse();
    }
}
