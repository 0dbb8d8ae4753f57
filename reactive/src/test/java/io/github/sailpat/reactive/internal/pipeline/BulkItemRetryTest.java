package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** An item of a bulk job waits together with all the others; its deadline does not count that wait. */
class BulkItemRetryTest extends ScriptedRetry {

    @BeforeEach
    void setPatience() {
        patience = Duration.ofMinutes(1);
    }

    @Test
    void itWaitsForATokenEndpointThatFails() {
        answers("reset", "503", "reset", "503", "reset", "503", "reset", "ok");
        run(CallKind.CREATE, CallPhase.AUTHORIZATION, new RetryStage(policy, limiter, TimeSource.of(clock)));

        assertThat(attempts).containsExactly(0L, 100L, 200L, 300L, 400L, 500L, 600L, 700L);
        assertThat(ends).containsExactly("ok", "end");
    }

    @Test
    void anOutageOfTheTokenEndpointUsesUpNoAttempt() {
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
    void withoutRetriesItDoesNotWaitForATokenEndpointThatFails() {
        policy = RetryPolicy.none();
        answers("reset", "ok");
        run(CallKind.CREATE, CallPhase.AUTHORIZATION, new RetryStage(policy, limiter, TimeSource.of(clock)));

        assertThat(attempts).hasSize(1);
        assertThat(error).isInstanceOf(TransportException.class);
    }

    /** The deadline does not count the wait that the tenant asks for. The patience limits it. */
    @Test
    void itIsThrottledUpToThePatienceOfTheJob() {
        deadline = Duration.ofSeconds(10);
        answers("429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "ok");
        run(CallKind.READ);
        assertThat(attempts).containsExactly(0L, 7_000L, 14_000L, 21_000L, 28_000L, 35_000L, 42_000L, 49_000L, 56_000L);
        assertThat(ends).containsExactly("ok", "end");

        answers("429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7", "429 in 7");
        answers("429 in 7", "ok");
        attempts.clear();
        run(CallKind.READ);
        assertThat(attempts).as("the ninth wait would make 63 s").hasSize(9);
        assertThat(error).isInstanceOf(RateLimitedException.class);
        assertThat(error.getSuppressed())
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains("wait 7000 ms, and only 4000 ms are left");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 1_800})
    void aPauseThatIsAsLongAsThePatienceIsWaitedFor(int seconds) {
        patience = Duration.ofSeconds(seconds);
        script.add(Flux.error(throttled(seconds)));
        answers("ok");
        run(CallKind.DELETE);
        assertThat(attempts).containsExactly(0L, seconds * 1_000L);

        attempts.clear();
        script.add(Flux.error(throttled(seconds + 1)));
        answers("ok");
        run(CallKind.DELETE);
        assertThat(attempts).hasSize(1);
        assertThat(error).isInstanceOf(RateLimitedException.class);
    }

    /** A tenth of the deadline is left when the outage begins. */
    @Test
    void anOutageCountsApartFromTheDeadline() {
        deadline = Duration.ofSeconds(10);
        script.add(Flux.<String>error(failure("reset")).delaySubscription(Duration.ofSeconds(9), clock));
        firstPhases.addAll(List.of(CallPhase.RESPONSE, CallPhase.AUTHORIZATION));
        script.add(Flux.<String>error(failure("503")).delaySubscription(Duration.ofSeconds(5), clock));
        answers("ok");
        run(CallKind.READ);

        assertThat(ends).containsExactly("ok", "end");
    }

    @Test
    void anOutageThatIsLongerThanTheDeadlineGivesTheErrorOfTheTokenEndpoint() {
        deadline = Duration.ofSeconds(8);
        policy = RetryPolicy.standard();
        for (int i = 0; i < 1_000; i++) {
            answers("503");
        }
        run(CallKind.DELETE, CallPhase.AUTHORIZATION, new RetryStage(policy, limiter, TimeSource.of(clock)));

        assertThat(error).isInstanceOf(ServerErrorException.class);
        assertThat(attempts.get(attempts.size() - 1)).isBetween(7_700L, 8_000L);
    }

    private static Throwable throttled(int seconds) {
        return new RateLimitedException(summary(CallPhase.RESPONSE), 429, EMPTY, Duration.ofSeconds(seconds));
    }
}
