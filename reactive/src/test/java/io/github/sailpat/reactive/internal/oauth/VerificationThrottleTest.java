package io.github.sailpat.reactive.internal.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import io.github.sailpat.error.ErrorResponse;
import io.github.sailpat.error.RateLimitedException;
import io.github.sailpat.reactive.internal.timing.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class VerificationThrottleTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final CallSummary CALL = CallSummary.builder()
            .operation("fetchAccessToken")
            .requestLine("POST /oauth/token")
            .attempts(1)
            .elapsed(Duration.ZERO)
            .phase(CallPhase.RESPONSE)
            .build();

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final VerificationThrottle throttle = new VerificationThrottle(TimeSource.of(clock));
    private final AtomicInteger sent = new AtomicInteger();

    @AfterEach
    void close() {
        clock.dispose();
    }

    private Mono<Void> verification(Mono<Void> answer) {
        return throttle.apply(answer.doOnSubscribe(s -> sent.incrementAndGet()));
    }

    private void refuse(@Nullable Duration retryAfter) {
        StepVerifier.create(verification(Mono.error(new RateLimitedException(
                        CALL, 429, ErrorResponse.builder().trackingId("t1").build(), retryAfter))))
                .expectError(RateLimitedException.class)
                .verify(SOON);
    }

    @Test
    void withoutAPauseEachVerificationIsSent() {
        assertThat(throttle.getRemaining()).isZero();
        StepVerifier.create(verification(Mono.empty())).expectComplete().verify(SOON);
        StepVerifier.create(verification(Mono.error(new IllegalStateException("refused"))))
                .expectErrorMessage("refused")
                .verify(SOON);
        StepVerifier.create(verification(Mono.empty())).expectComplete().verify(SOON);
        assertThat(sent).hasValue(3);
        assertThat(throttle.getRemaining()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"7, 7", ", 1", "3600, 3600", "3601, 3600"})
    void nothingIsSentInThePause(@Nullable Long retryAfter, long seconds) {
        refuse(retryAfter == null ? null : Duration.ofSeconds(retryAfter));
        assertThat(throttle.getRemaining()).isEqualTo(Duration.ofSeconds(seconds));

        clock.advanceTimeBy(Duration.ofSeconds(seconds).minusMillis(1));
        StepVerifier.create(verification(Mono.empty()))
                .expectErrorSatisfies(e -> assertThat(e).isInstanceOfSatisfying(RateLimitedException.class, paused -> {
                    assertThat(paused.getStatus()).isEqualTo(429);
                    assertThat(paused.getErrorResponse().getTrackingId()).isEqualTo("t1");
                    assertThat(paused.getRetryAfter()).isEqualTo(Duration.ofMillis(1));
                    assertThat(paused.getCall().getAttempts()).isZero();
                }))
                .verify(SOON);
        assertThat(sent).hasValue(1);

        clock.advanceTimeBy(Duration.ofMillis(1));
        assertThat(throttle.getRemaining()).isZero();
        StepVerifier.create(verification(Mono.empty())).expectComplete().verify(SOON);
        assertThat(sent).hasValue(2);
    }

    @Test
    void shorterPauseDoesNotEndALongerOne() {
        RateLimitedException[] errors = {
            new RateLimitedException(CALL, 429, ErrorResponse.builder().build(), Duration.ofSeconds(60)),
            new RateLimitedException(CALL, 429, ErrorResponse.builder().build(), null)
        };
        Flux.just(errors)
                .flatMapDelayError(
                        e -> verification(Mono.delay(Duration.ofMillis(errors[0] == e ? 1 : 2), clock)
                                .then(Mono.error(e))),
                        2,
                        1)
                .subscribe(nothing -> {}, e -> {});
        clock.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(sent).hasValue(2);
        assertThat(throttle.getRemaining()).isGreaterThan(Duration.ofSeconds(58));
    }
}
