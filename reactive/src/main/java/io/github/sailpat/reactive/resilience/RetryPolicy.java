package io.github.sailpat.reactive.resilience;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * The number of attempts and the waits between them: exponential back-off with full jitter, so that calls that failed
 * together are not retried together. Immutable: each {@code with…} method returns another policy.
 *
 * <p>Whether a call may be retried at all depends on the call and the effect of the attempt, and the
 * {@link RetryBudget} limits the retries of all calls.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential back-off and
 *     jitter</a>
 */
public final class RetryPolicy {
    private static final RetryPolicy STANDARD = new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(5), 100);
    private static final int MAX_SHIFT = 30;

    private final int maxAttempts;
    private final Duration firstBackoff;
    private final Duration maxBackoff;
    private final int budget;

    private RetryPolicy(int maxAttempts, Duration firstBackoff, Duration maxBackoff, int budget) {
        this.maxAttempts = maxAttempts;
        this.firstBackoff = firstBackoff;
        this.maxBackoff = maxBackoff;
        this.budget = budget;
    }

    /**
     * Three attempts; up to 200 ms before the second, doubled before each further one, at most 5 s; a budget of 100.
     *
     * @return the default policy
     */
    public static RetryPolicy standard() {
        return STANDARD;
    }

    /**
     * No retries.
     *
     * @return a policy with one attempt
     */
    public static RetryPolicy none() {
        return STANDARD.withMaxAttempts(1);
    }

    /**
     * Sets the number of attempts.
     *
     * @param attempts at least one, the first included
     * @return a policy
     * @throws IllegalArgumentException if it is less than one
     */
    public RetryPolicy withMaxAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("maxAttempts must be at least 1");
        }
        return new RetryPolicy(attempts, firstBackoff, maxBackoff, budget);
    }

    /**
     * Sets the back-off.
     *
     * @param first the longest wait before the second attempt; doubled before each further one
     * @param max the longest wait before any attempt
     * @return a policy
     * @throws IllegalArgumentException if one is negative, or {@code first} is above {@code max}
     */
    public RetryPolicy withBackoff(Duration first, Duration max) {
        if (first.isNegative() || first.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    "the first back-off must not be negative, and not longer than the maximum back-off");
        }
        return new RetryPolicy(maxAttempts, first, max, budget);
    }

    /**
     * Sets the budget.
     *
     * @param retries the retries that all calls of a client share; see {@link RetryBudget}
     * @return a policy
     * @throws IllegalArgumentException if it is negative
     */
    public RetryPolicy withBudget(int retries) {
        if (retries < 0) {
            throw new IllegalArgumentException("the budget must not be negative");
        }
        return new RetryPolicy(maxAttempts, firstBackoff, maxBackoff, retries);
    }

    /**
     * The maximum number of attempts of a call, including the first.
     *
     * @return at least one
     */
    public int getMaxAttempts() {
        return maxAttempts;
    }

    /**
     * The longest wait before the second attempt; it is doubled before each further one.
     *
     * @return zero or more
     */
    public Duration getBackoff() {
        return firstBackoff;
    }

    /**
     * The longest wait before any attempt.
     *
     * @return at least {@link #getBackoff()}
     */
    public Duration getMaxBackoff() {
        return maxBackoff;
    }

    /**
     * The retries that all calls of a client share.
     *
     * @return the size of the budget
     */
    public int getBudget() {
        return budget;
    }

    /**
     * The wait before an attempt: a random time up to a bound that doubles with each attempt.
     *
     * @param attempt the number of the attempt, 2 or more
     * @return the time, never above the longest back-off
     */
    public Duration backoff(int attempt) {
        long bound = bound(attempt);
        return Duration.ofNanos(bound == 0 ? 0 : ThreadLocalRandom.current().nextLong(bound + 1));
    }

    private long bound(int attempt) {
        long first = firstBackoff.toNanos();
        long max = maxBackoff.toNanos();
        int shift = Math.min(Math.max(attempt - 2, 0), MAX_SHIFT);
        return first > max >> shift ? max : first << shift;
    }

    /**
     * The policy as a {@link Retry} for {@code retryWhen}, with the back-off on {@link Schedulers#parallel()}; see
     * {@link #toRetry(RetryBudget, Scheduler, Predicate)}.
     *
     * @param budget shared by all calls to the same server
     * @param retryable which errors to retry
     * @return a {@code Retry} that can be used by any number of subscriptions
     */
    public Retry toRetry(RetryBudget budget, Predicate<? super Throwable> retryable) {
        return toRetry(budget, Schedulers.parallel(), retryable);
    }

    /**
     * The policy as a {@link Retry} for {@code retryWhen}. When the attempts or the budget are exhausted, the last
     * error is emitted unchanged.
     *
     * @param budget shared by all calls to the same server
     * @param timer the scheduler of the back-off
     * @param retryable which errors to retry
     * @return a {@code Retry} that can be used by any number of subscriptions
     */
    public Retry toRetry(RetryBudget budget, Scheduler timer, Predicate<? super Throwable> retryable) {
        return Retry.from(signals -> Flux.from(signals).concatMap(signal -> {
            int attempt = (int) Math.min(signal.totalRetriesInARow() + 2, Integer.MAX_VALUE);
            Throwable failure = signal.failure();
            if (attempt > maxAttempts || !retryable.test(failure) || !budget.tryWithdraw()) {
                return Mono.error(failure);
            }
            return Mono.delay(backoff(attempt), timer);
        }));
    }

    @Override
    public String toString() {
        return "RetryPolicy[maxAttempts=" + maxAttempts + ", backoff=" + firstBackoff + ".." + maxBackoff + ", budget="
                + budget + ']';
    }
}
