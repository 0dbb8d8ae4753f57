package io.github.sailpat.reactive.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RetryPolicyTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void backoffHasFullJitterWithinItsBounds() {
        RetryPolicy policy = RetryPolicy.standard().withBackoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        long[] bounds = {100, 200, 400, 800, 1_000, 1_000};
        for (int attempt = 2; attempt < 2 + bounds.length; attempt++) {
            long least = Long.MAX_VALUE;
            long most = 0;
            for (int i = 0; i < 2_000; i++) {
                long micros = policy.backoff(attempt).toNanos() / 1_000;
                least = Math.min(least, micros);
                most = Math.max(most, micros);
            }
            long bound = bounds[attempt - 2] * 1_000;
            assertThat(most).isBetween(bound * 9 / 10, bound);
            assertThat(least).isLessThan(bound / 10);
        }
        assertThat(policy.backoff(Integer.MAX_VALUE)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void toRetryMakesMaxAttemptsAndEmitsTheOriginalError() {
        AtomicInteger tries = new AtomicInteger();
        RetryPolicy quick = RetryPolicy.standard().withBackoff(Duration.ZERO, Duration.ZERO);
        Mono<Object> failing = Mono.error(() -> new IllegalStateException("try " + tries.incrementAndGet()));

        StepVerifier.create(failing.retryWhen(quick.toRetry(new RetryBudget(10), e -> true)))
                .expectErrorMessage("try 3")
                .verify(SOON);
        StepVerifier.create(failing.retryWhen(quick.toRetry(new RetryBudget(10), e -> false)))
                .expectErrorMessage("try 4")
                .verify(SOON);
    }

    @Test
    void exhaustedBudgetAllowsNoRetryAndSuccessesRestoreIt() {
        RetryBudget budget = new RetryBudget(2);
        assertThat(budget.tryWithdraw()).isTrue();
        assertThat(budget.tryWithdraw()).isTrue();
        assertThat(budget.tryWithdraw()).isFalse();
        for (int i = 0; i < 5; i++) {
            budget.deposit();
        }
        assertThat(budget.getLeft()).isEqualTo(1);
        budget.giveBack();
        budget.giveBack();
        assertThat(budget.getLeft()).isEqualTo(2);
    }

    @Test
    void largeBudgetIsLargeAndDoesNotOverflow() {
        RetryBudget budget = new RetryBudget(Integer.MAX_VALUE);
        assertThat(budget.tryWithdraw()).isTrue();
        budget.giveBack();
        budget.giveBack();
        assertThat(budget.getLeft()).isEqualTo(100_000_000);
    }

    @Test
    void settersAndToStringDescribeThePolicy() {
        RetryPolicy policy = RetryPolicy.standard().withMaxAttempts(1).withBudget(0);

        assertThat(policy.getMaxAttempts()).isEqualTo(1);
        assertThat(policy.getBudget()).isZero();
        assertThat(policy.getBackoff()).isEqualTo(Duration.ofMillis(200));
        assertThat(policy.getMaxBackoff()).isEqualTo(Duration.ofSeconds(5));
        assertThat(policy).hasToString("RetryPolicy[maxAttempts=1, backoff=PT0.2S..PT5S, budget=0]");
        assertThat(RetryPolicy.standard().getMaxAttempts()).isEqualTo(3);
        assertThat(RetryPolicy.standard().getBudget()).isEqualTo(100);
        assertThat(RetryPolicy.none().getMaxAttempts()).isEqualTo(1);
    }

    @Test
    void invalidPoliciesAreRejected() {
        RetryPolicy policy = RetryPolicy.standard();
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withMaxAttempts(0));
        assertThatIllegalArgumentException().isThrownBy(() -> policy.withBudget(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    }
}
