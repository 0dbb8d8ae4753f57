package io.github.sailpat.reactive.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FirstSignalTimeoutTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void sourceWithoutASignalIsCancelledWithATimeout() {
        AtomicBoolean cancelled = new AtomicBoolean();
        StepVerifier.withVirtualTime(() -> FirstSignalTimeout.of(Duration.ofSeconds(30))
                        .limit(Mono.never().doOnCancel(() -> cancelled.set(true))))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(29_999))
                .thenAwait(Duration.ofMillis(1))
                .expectError(TimeoutException.class)
                .verify(SOON);
        assertThat(cancelled).isTrue();
    }

    @Test
    void thereIsNoLimitAfterTheFirstSignal() {
        StepVerifier.withVirtualTime(
                        () -> FirstSignalTimeout.of(Duration.ofSeconds(3))
                                .limit(Flux.interval(Duration.ofSeconds(2)).take(5)),
                        1)
                .thenAwait(Duration.ofSeconds(2))
                .expectNext(0L)
                .thenRequest(Long.MAX_VALUE)
                .thenAwait(Duration.ofSeconds(60))
                .expectNextCount(4)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void completionIsASignal() {
        StepVerifier.create(FirstSignalTimeout.of(Duration.ofSeconds(3)).limit(Mono.empty()))
                .expectComplete()
                .verify(SOON);
        assertThatIllegalArgumentException().isThrownBy(() -> FirstSignalTimeout.of(Duration.ZERO));
    }
}
