package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.TraceLog;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What keeps a call from another attempt: a halt in the middle of one, and a pause that is too long for it. */
class HaltedRetryTest extends ScriptedRetry {
    private static final Duration TOO_LONG = Duration.ofMinutes(10);

    private ApiCall<String> call(CallKind kind) {
        return new ApiCall<>("op", "GET", "/x", "/x", null, null, kind, (status, body, context) -> Flux.empty());
    }

    @ParameterizedTest
    @CsvSource({"READ, reset", "CREATE, reset", "DELETE, 503 in 3", "READ, 429 in 7"})
    void callThatIsHaltedInAnAttemptEndsWithTheErrorOfThatAttempt(CallKind kind, String failure) {
        inAttempt = CallContext::halt;
        answers(failure, "ok");
        CallContext context = run(kind);

        assertThat(attempts).hasSize(1);
        assertThat(ends).isEmpty();
        assertThat(error).hasSameClassAs(failure(failure));
        assertThat(context.isHaltedBeforeRetry()).isTrue();
    }

    @Test
    void itemThatIsHaltedDoesNotWaitForItsTenant() {
        patience = Duration.ofMinutes(1);
        inAttempt = CallContext::halt;
        answers("429 in 7", "ok");
        run(CallKind.CREATE);

        assertThat(attempts).hasSize(1);
        assertThat(error).isInstanceOf(RateLimitedException.class);
    }

    @Test
    void haltedCallGetsNoOtherAccessToken() {
        inAttempt = CallContext::halt;
        answers("401", "ok");
        CallContext context = run(CallKind.READ);

        assertThat(attempts).hasSize(1);
        assertThat(error).isInstanceOf(UnauthorizedException.class);
        assertThat(context.isHaltedBeforeRetry()).isTrue();
    }

    @Test
    void callThatIsHaltedBeforeItsFirstAttemptMakesNone() {
        CallContext context = new CallContext(call(CallKind.READ), deadline, TimeSource.of(clock));
        context.halt();
        new RetryStage(policy, limiter, TimeSource.of(clock))
                .apply(call(CallKind.READ), context, Flux.just("ok"), (failure, atLeast) -> Mono.empty())
                .subscribe(ends::add, e -> error = e, () -> ends.add("end"));
        clock.advanceTimeBy(deadline);

        assertThat(ends).isEmpty();
        assertThat(error).isNull();
    }

    @Test
    void pauseThatIsLongerThanTheCallMayWaitIsAnErrorAtOnce() {
        limiter.pause(TOO_LONG);
        answers("ok");
        run(CallKind.READ);

        assertThat(attempts).isEmpty();
        assertThat(error)
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("permits no request for another 600 s (429)");
        assertThat(((DeadlineExceededException) error).isMaybeApplied()).isFalse();
    }

    @Test
    void pauseBeforeARepeatLeavesTheErrorOfTheAttempt() {
        inAttempt = context -> limiter.pause(TOO_LONG);
        answers("reset", "ok");
        run(CallKind.READ);

        assertThat(attempts).hasSize(1);
        assertThat(error).isInstanceOf(TransportException.class);
    }

    @Test
    void attemptAfterABrokenConnectionGetsANewOne() {
        CallContext context = new CallContext(call(CallKind.READ), deadline, TimeSource.of(clock));
        RetryStage.planExchange(call(CallKind.READ), context);
        assertThat(context.attempt().isFreshConnection()).isFalse();
        assertThat(context.attempt().getResponseTimeLimit()).isNull();

        context.effect().keepError(failure("503"));
        RetryStage.planExchange(call(CallKind.READ), context);
        assertThat(context.attempt().isFreshConnection()).isFalse();

        context.effect().keepError(failure("refused"));
        RetryStage.planExchange(call(CallKind.READ), context);
        assertThat(context.attempt().isFreshConnection()).isFalse();

        context.effect().keepError(failure("reset"));
        RetryStage.planExchange(call(CallKind.READ), context);
        assertThat(context.attempt().isFreshConnection()).isTrue();
    }

    @Test
    void createWaitsForItsResponseForHalfOfItsTime() {
        CallContext context = new CallContext(call(CallKind.CREATE), deadline, TimeSource.of(clock));
        context.beginAttempt();
        context.enter(CallPhase.CONNECTION);
        RetryStage.planExchange(call(CallKind.CREATE), context);
        assertThat(context.attempt().getResponseTimeLimit()).isEqualTo(deadline.dividedBy(2));

        clock.advanceTimeBy(deadline.minusMillis(4));
        RetryStage.planExchange(call(CallKind.CREATE), context);
        assertThat(context.attempt().getResponseTimeLimit()).isEqualTo(Duration.ofMillis(10));
    }

    /** What a deadline that passes meanwhile tells. */
    @Test
    void errorOfAnAttemptIsKeptWhileTheNextOneIsWaitedFor() {
        answers("refused", "ok");
        assertThat(run(CallKind.READ).getLastError()).isInstanceOf(TransportException.class);

        patience = Duration.ofMinutes(1);
        answers("429 in 7", "ok");
        assertThat(run(CallKind.READ).getLastError()).isInstanceOf(RateLimitedException.class);
    }

    @Test
    void createThatIsRefusedAsUnauthorizedAfterAnAmbiguousAttemptIsLookedForOnceMore() {
        answers("reset", "401", "401");
        run(CallKind.CREATE);

        assertThat(reconciliations).hasSize(2);
        assertThat(error).isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void repeatsAreLoggedWithTheirReasons() {
        try (TraceLog log = TraceLog.start()) {
            answers("503 in 3", "401", "ok");
            run(CallKind.READ);

            assertThat(log.lines())
                    .anyMatch(line -> line.contains("GET /x: attempt 2 follows after 3000 ms, because of: "))
                    .anyMatch(line -> line.contains("GET /x: another attempt follows with a new access token"));
        }
    }
}
