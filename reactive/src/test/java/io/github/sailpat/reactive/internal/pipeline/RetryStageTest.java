package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.BadRequestException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.NotFoundException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.ServerErrorException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The retry table, row by row, by a clock that the test moves. */
class RetryStageTest extends ScriptedRetry {
    private static final String GONE = "gone";

    @ParameterizedTest
    @CsvSource({
        "READ, reset, 2",
        "READ, refused, 2",
        "READ, 503, 2",
        "READ, garbled, 2",
        "READ, 408, 2",
        "READ, 199, 2",
        "READ, 401, 2",
        "READ, 429, 2",
        "READ, 400, 1",
        "READ, 404, 1",
        "READ, 200, 1",
        "READ, 302, 1",
        "READ, credentials, 1",
        "READ, other, 1",
        "DELETE, reset, 2",
        "DELETE, 404, 1",
        "DELETE, refused, 2",
        "IDEMPOTENT_PATCH, reset, 2",
        "IDEMPOTENT_PATCH, 400, 1",
        "PATCH, reset, 1",
        "PATCH, 503, 1",
        "PATCH, refused, 2",
        "PATCH, 429, 2",
        "PATCH, 401, 2",
        "CREATE, refused, 2",
        "CREATE, 429, 2",
        "CREATE, 401, 2",
        "CREATE, 400, 1"
    })
    void whatMayBeRepeatedIsAndTheRestSurfaces(CallKind kind, String failure, int expected) {
        answers(failure, "ok");
        CallContext context = run(kind);

        assertThat(attempts).hasSize(expected);
        assertThat(ends).isEqualTo(expected == 2 ? List.of("ok", "end") : List.of());
        assertThat(error == null).isEqualTo(expected == 2);
        assertThat(reconciliations).isEmpty();
        assertThat(context.getAttempts()).isEqualTo(expected);
    }

    @Test
    void afterThreeAttemptsTheLastErrorSurfacesAsItIs() {
        Throwable last = failure("503");
        answers("reset", "503");
        script.add(Flux.error(last));
        answers("ok");
        CallContext context = run(CallKind.READ);

        assertThat(attempts).hasSize(3);
        assertThat(error).isSameAs(last).hasNoSuppressedExceptions();
        assertThat(context.isAmbiguous()).isTrue();
        assertThat(context.getLastError()).isInstanceOf(ServerErrorException.class);
    }

    @Test
    void aSecondRefusalOfTheBearerSurfacesAndNeitherCountsAsAnAttempt() {
        answers("401", "reset", "reset", "401");
        run(CallKind.READ);

        assertThat(attempts).hasSize(4);
        assertThat(error).isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void aFailureToGetABearerWasNotSent() {
        answers("reset", "503", "ok");
        run(CallKind.PATCH, CallPhase.AUTHORIZATION, new RetryStage(policy, limiter, TimeSource.of(clock)));

        assertThat(ends).containsExactly("ok", "end");
    }

    @Test
    void throttlingIsWaitedOutCountsAsNoAttemptAndPausesEverybody() {
        answers("429 in 7", "429", "429 in 0", "429 in 0", "reset", "reset", "ok");
        limiter.limit(Mono.fromRunnable(() -> ends.add("before"))).subscribe();
        CallContext context = run(CallKind.READ);

        assertThat(attempts).containsExactly(0L, 7_000L, 8_000L, 8_400L, 9_200L, 9_200L, 9_200L);
        assertThat(ends).containsExactly("before", "ok", "end");
        assertThat(context.getAttempts()).isEqualTo(7);
    }

    @Test
    void theLeastPauseIsDoubledUpToABound() {
        answers("429 in 0", "429 in 0", "429 in 0", "429 in 0", "429 in 0", "429 in 0", "429 in 0", "429 in 0", "ok");
        run(CallKind.READ);

        assertThat(attempts).containsExactly(0L, 100L, 300L, 700L, 1_500L, 3_100L, 6_300L, 9_500L, 12_700L);
    }

    @Test
    void throttlingHoldsTheOthersToo() {
        answers("429 in 7", "ok");
        List<Long> others = new ArrayList<>();
        script.add(Flux.empty());
        clock.schedule(
                () -> limiter.limit(Mono.fromRunnable(() -> others.add(clock.now(TimeUnit.MILLISECONDS))))
                        .subscribe(),
                1,
                TimeUnit.SECONDS);
        run(CallKind.READ);

        assertThat(others).containsExactly(7_000L);
    }

    @Test
    void aStatedTimeIsKeptAndABackOffIsTheLeast() {
        answers("503 in 3", "ok");
        run(CallKind.READ);
        assertThat(attempts).containsExactly(0L, 3_000L);
    }

    @Test
    void aWaitThatReachesTheDeadlineFailsAtOnceAndSaysSo() {
        deadline = Duration.ofSeconds(7);
        answers("429 in 7", "ok");
        run(CallKind.READ);

        assertThat(attempts).containsExactly(0L);
        assertThat(error).isInstanceOf(RateLimitedException.class);
        assertThat(error.getSuppressed())
                .singleElement()
                .isInstanceOf(TimeoutException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .contains("7000 ms");
    }

    @Test
    void aPauseBeyondTheDeadlineFailsAtOnceUnsent() {
        limiter.pause(Duration.ofSeconds(70));
        run(CallKind.READ);

        assertThat(attempts).isEmpty();
        assertThat(error)
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("the tenant permits no request for another 70 s");
    }

    @Test
    void aPauseThatCameMeanwhileBeyondTheDeadlineGivesTheCallsOwnError() {
        answers("503 in 3", "ok");
        clock.schedule(() -> limiter.pause(Duration.ofSeconds(70)), 1, TimeUnit.SECONDS);
        run(CallKind.READ);

        assertThat(attempts).containsExactly(0L);
        assertThat(error).isInstanceOf(ServerErrorException.class);
    }

    @Test
    void aBackOffGrowsFromTheFirstRepeat() {
        policy = RetryPolicy.standard().withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(9));
        long first = 0;
        long second = 0;
        for (int i = 0; i < 50; i++) {
            attempts.clear();
            answers("503", "503", "ok");
            run(CallKind.READ);
            first = Math.max(first, attempts.get(1) - attempts.get(0));
            second = Math.max(second, attempts.get(2) - attempts.get(1));
        }
        assertThat(first).isBetween(500L, 1_000L);
        assertThat(second).isBetween(1_001L, 2_000L);
    }

    @Test
    void theNoteOfADeadlineIsMadeOnce() {
        deadline = Duration.ofSeconds(7);
        Throwable shared = failure("429 in 7");
        script.add(Flux.error(shared));
        script.add(Flux.error(shared));
        run(CallKind.READ);
        run(CallKind.READ);

        assertThat(shared.getSuppressed()).hasSize(1);
    }

    @Test
    void anEmptyBudgetEndsRepeatsAndSuccessesFillItAgain() {
        policy = policy.withBudget(1);
        RetryStage stage = new RetryStage(policy, limiter, TimeSource.of(clock));
        answers("503", "503", "503", "ok", "ok", "ok", "ok", "503", "ok", "503", "ok");
        run(CallKind.READ, CallPhase.RESPONSE, stage);
        assertThat(attempts).hasSize(2);
        run(CallKind.READ, CallPhase.RESPONSE, stage);
        assertThat(attempts).as("nothing is left").hasSize(3);
        for (int i = 0; i < 4; i++) {
            run(CallKind.READ, CallPhase.RESPONSE, stage);
        }
        run(CallKind.READ, CallPhase.RESPONSE, stage);
        assertThat(attempts).as("four successes are not enough").hasSize(8);
        run(CallKind.READ, CallPhase.RESPONSE, stage);
        assertThat(stage.budgetLeft()).as("the fifth is").isEqualTo(1);
        run(CallKind.READ, CallPhase.RESPONSE, stage);
        assertThat(attempts).hasSize(11);
    }

    @Test
    void aRepeatThatSucceedsGivesBackWhatItTook() {
        policy = policy.withBudget(1);
        RetryStage stage = new RetryStage(policy, limiter, TimeSource.of(clock));
        for (int i = 0; i < 5; i++) {
            answers("503", "ok");
            run(CallKind.READ, CallPhase.RESPONSE, stage);
        }
        assertThat(attempts).hasSize(10);
        assertThat(error).isNull();
    }

    @Test
    void whatHasBegunToComeIsNotRepeated() {
        ApiCall<String> call = new ApiCall<>(
                "op", "GET", "/x", "/x", null, null, CallKind.READ, (status, body, context) -> Flux.empty());
        CallContext context = new CallContext(call, deadline, TimeSource.of(clock));
        Flux<String> attempt = Flux.defer(() -> {
            attempts.add(0L);
            context.attempt().countEmitted();
            return Flux.just("one").concatWith(Flux.error(failure("reset")));
        });
        new RetryStage(policy, limiter, TimeSource.of(clock))
                .apply(call, context, attempt, (failure, atLeast) -> Mono.empty())
                .subscribe(ends::add, e -> error = e);
        clock.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(attempts).hasSize(1);
        assertThat(ends).containsExactly("one");
        assertThat(error).isInstanceOf(TransportException.class);
    }

    @Test
    void anAbsenceIsTheSuccessOfADeleteThatWasInterrupted() {
        answers("reset", "404");
        run(CallKind.DELETE);
        assertThat(ends).containsExactly("end");

        answers("reset", "404");
        run(CallKind.READ);
        assertThat(error).isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @CsvSource({"reset, 0, 500", "503 in 3, 3000, 3000"})
    void anInterruptedCreateIsLookedForAndOnlyThenSentAgain(String failure, long least, long again) {
        answers(failure, "ok");
        run(CallKind.CREATE);

        assertThat(reconciliations).containsExactly(Duration.ofMillis(least));
        assertThat(attempts).containsExactly(0L, again);
        assertThat(ends).containsExactly("ok", "end");
    }

    @Test
    void aCreateThatIsFoundAppliedIsNotSentAgain() {
        reconciled = Mono.error(new IllegalStateException(GONE));
        answers("reset", "ok");
        CallContext context = run(CallKind.CREATE);

        assertThat(attempts).hasSize(1);
        assertThat(error).hasMessage(GONE);
        assertThat(context.getLastError()).as("what a deadline tells").isInstanceOf(TransportException.class);
    }

    @Test
    void aRepeatedCreateThatIsRefusedIsLookedForOnceMore() {
        answers("reset", "400");
        CallContext context = run(CallKind.CREATE);

        assertThat(reconciliations).hasSize(2);
        assertThat(error).isInstanceOf(BadRequestException.class);
        assertThat(context.isAmbiguous()).isFalse();
    }
}
