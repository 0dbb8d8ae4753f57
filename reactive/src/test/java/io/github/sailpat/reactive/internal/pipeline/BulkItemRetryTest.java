package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An item of a bulk job waits with all the others, which is no time of its own. */
class BulkItemRetryTest extends ScriptedRetry {

    @BeforeEach
    void beAnItem() {
        rateLimitWaitIsFree = true;
    }

    @Test
    void anOutageOfTheTokenEndpointIsSatOut() {
        answers("reset", "503", "reset", "503", "reset", "503", "reset", "ok");
        run(CallKind.CREATE, CallPhase.AUTHORIZATION, new RetryStage(policy, limiter, TimeSource.of(clock)));

        assertThat(attempts).containsExactly(0L, 100L, 200L, 300L, 400L, 500L, 600L, 700L);
        assertThat(ends).containsExactly("ok", "end");
    }

    @Test
    void anOutageThatWasSatOutLeavesAllAttempts() {
        firstPhases.addAll(List.of(CallPhase.AUTHORIZATION, CallPhase.AUTHORIZATION, CallPhase.AUTHORIZATION));
        answers("503", "503", "503", "503", "503", "ok");
        run(CallKind.READ);

        assertThat(attempts).hasSize(6);
        assertThat(ends).containsExactly("ok", "end");
    }

    @Test
    void theWaitsOfAnOutageGrow() {
        deadline = Duration.ofMinutes(9);
        policy = RetryPolicy.standard().withBackoff(Duration.ofMillis(100), Duration.ofMinutes(1));
        answers("503", "503", "503", "503", "503", "503", "503", "503", "503", "503", "ok");
        run(CallKind.READ, CallPhase.AUTHORIZATION, new RetryStage(policy, limiter, TimeSource.of(clock)));

        assertThat(ends).containsExactly("ok", "end");
        assertThat(attempts.get(10)).as("ten of the first would be a second").isGreaterThan(2_000);
    }

    @Test
    void withoutRepeatsAnOutageIsNotSatOut() {
        policy = RetryPolicy.none();
        answers("reset", "ok");
        run(CallKind.CREATE, CallPhase.AUTHORIZATION, new RetryStage(policy, limiter, TimeSource.of(clock)));

        assertThat(attempts).hasSize(1);
        assertThat(error).isInstanceOf(TransportException.class);
    }

    /** It waits with the others for the tenant's pace, which is no time of its own, but not for ever. */
    @Test
    void itIsThrottledForAMinuteAndThenInItsOwnTime() {
        deadline = Duration.ofSeconds(10);
        answers("429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "ok");
        run(CallKind.READ);
        assertThat(attempts).containsExactly(0L, 7_000L, 14_000L, 21_000L, 28_000L, 35_000L, 42_000L, 49_000L, 56_000L);
        assertThat(ends).containsExactly("ok", "end");

        answers("429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7");
        answers("429 in 7", "429 in 7", "ok");
        attempts.clear();
        run(CallKind.READ);
        assertThat(attempts).as("63 s, and one more wait of 7").hasSize(10);
        assertThat(error).isInstanceOf(RateLimitedException.class);
    }
}
