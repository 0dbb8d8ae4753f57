package io.github.sailpat.reactive.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.reactive.internal.call.ApiCall;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.CallKind;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Attempts do not nest: a small stack suffices for any number of them. */
class RetryDepthTest {
    private static final int ATTEMPTS = 1_000_000;
    /** Far more than a stack holds. */
    private static final int MANY = 100_000;

    private static final int SMALL_STACK = 256 * 1024;
    private static final Duration LONG = Duration.ofDays(3_000);
    private static final Duration BOUND = Duration.ofMinutes(2);

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final AtomicReference<Object> end = new AtomicReference<>();

    /** The number of attempts that were made. */
    private int attemptsUntilSuccess(int needed, String failure, CallPhase phase, @Nullable Duration patience)
            throws Exception {
        RetryStage stage = new RetryStage(
                RetryPolicy.standard().withBackoff(Duration.ZERO, Duration.ZERO),
                RateLimiter.unlimited(),
                TimeSource.of(clock));
        ApiCall<String> call = new ApiCall<>(
                "op", "POST", "/x", "/x", null, null, CallKind.CREATE, (status, body, context) -> Flux.empty());
        CallContext context = new CallContext(call, LONG, patience, TimeSource.of(clock));
        Throwable error = ScriptedRetry.failure(failure);
        int[] attempts = new int[1];
        Flux<String> attempt = Flux.defer(() -> {
            context.beginAttempt();
            context.enter(phase);
            attempts[0]++;
            return attempts[0] < needed ? Flux.error(error) : Flux.just("ok");
        });
        Thread thread = new Thread(
                null,
                () -> {
                    stage.apply(call, context, attempt, (ambiguous, atLeast) -> Mono.empty())
                            .subscribe(end::set, end::set);
                    clock.advanceTimeBy(LONG);
                },
                "small-stack",
                SMALL_STACK);
        thread.setUncaughtExceptionHandler((same, thrown) -> end.set(thrown));
        thread.start();
        thread.join(BOUND.toMillis());
        return attempts[0];
    }

    @Test
    void aMillionThrottledAttempts() throws Exception {
        assertThat(attemptsUntilSuccess(ATTEMPTS, "429 in 0", CallPhase.RESPONSE, null))
                .isEqualTo(ATTEMPTS);
        assertThat(end).hasValue("ok");
    }

    @Test
    void manyAttemptsWithoutAnAccessToken() throws Exception {
        assertThat(attemptsUntilSuccess(MANY, "503", CallPhase.AUTHORIZATION, LONG))
                .isEqualTo(MANY);
        assertThat(end).hasValue("ok");
    }

    @Test
    void manyAttemptsThatFailAtOnce() {
        int[] attempts = new int[1];
        RetryFlux<String> retries = new RetryFlux<>(() -> new RetryFlux.Attempts<>() {
            @Override
            public Flux<String> next() {
                attempts[0]++;
                return attempts[0] < MANY ? Flux.error(new IllegalStateException("again")) : Flux.just("ok");
            }

            @Override
            public void succeeded() {}

            @Override
            public Mono<Boolean> afterFailure(Throwable error) {
                return Mono.just(true);
            }
        });

        assertThat(retries.blockLast(BOUND)).isEqualTo("ok");
        assertThat(attempts[0]).isEqualTo(MANY);
    }
}
