package io.github.sailpat.benchmarks;

import io.github.sailpat.reactive.resilience.RateLimiter;
import io.github.sailpat.reactive.resilience.RetryBudget;
import io.github.sailpat.reactive.resilience.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;

/** What the stages of retry and rate add to a call that succeeds at once. */
@State(Scope.Benchmark)
public class StageJmh {

    private final Mono<String> call = Mono.fromSupplier(() -> "token").hide();
    private final RateLimiter limiter = RateLimiter.slidingWindow(1_000_000, Duration.ofMillis(10));
    private final RetryPolicy policy = RetryPolicy.standard();
    private final RetryBudget budget = new RetryBudget(policy.getBudget());

    /**
     * Nothing around the call.
     *
     * @return the result
     */
    @Benchmark
    public @Nullable String none() {
        return call.block();
    }

    /**
     * A limiter that has room.
     *
     * @return the result
     */
    @Benchmark
    public @Nullable String rate() {
        return limiter.limit(call).block();
    }

    /**
     * A retry that is not needed.
     *
     * @return the result
     */
    @Benchmark
    public @Nullable String retry() {
        return call.retryWhen(policy.toRetry(budget, IOException.class::isInstance))
                .block();
    }
}
