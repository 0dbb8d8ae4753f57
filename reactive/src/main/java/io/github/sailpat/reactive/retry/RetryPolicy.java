package io.github.sailpat.reactive.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * How often to try, and how long to wait in between: exponential back-off with full jitter, so that those who failed
 * together do not come back together. Immutable: each {@code with…} gives another policy.
 *
 * <p>The policy says when; what may be repeated at all is a matter of the call. Whether a server that fails everything is
 * to be tried again is a matter of the {@link RetryBudget}.
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
     * Three attempts; up to 200 ms before the second, twice as long before each one more, 5 s at most; a budget of 100.
     *
     * @return the default policy
     */
    public static RetryPolicy standard() {
        return STANDARD;
    }

    /**
     * One attempt.
     *
     * @return a policy that never repeats
     */
    public static RetryPolicy none() {
        return STANDARD.withMaxAttempts(1);
    }

    /**
     * Another number of attempts.
     *
     * @param attempts at least one, the first included
     * @return a policy
     * @throws IllegalArgumentException if it is less than one
     */
    public RetryPolicy withMaxAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("there must be at least one attempt");
        }
        return new RetryPolicy(attempts, firstBackoff, maxBackoff, budget);
    }

    /**
     * Another back-off.
     *
     * @param first the longest wait before the second attempt; doubled before each one more
     * @param max the longest wait of all
     * @return a policy
     * @throws IllegalArgumentException if one is negative, or {@code first} is above {@code max}
     */
    public RetryPolicy withBackoff(Duration first, Duration max) {
        if (first.isNegative() || first.compareTo(max) > 0) {
            throw new IllegalArgumentException("the first back-off must be from zero to the longest");
        }
        return new RetryPolicy(maxAttempts, first, max, budget);
    }

    /**
     * Another budget.
     *
     * @param retries how many repeats all calls together may begin on credit; see {@link RetryBudget}
     * @return a policy
     * @throws IllegalArgumentException if it is negative
     */
    public RetryPolicy withBudget(int retries) {
        if (retries < 0) {
            throw new IllegalArgumentException("a budget must not be negative");
        }
        return new RetryPolicy(maxAttempts, firstBackoff, maxBackoff, retries);
    }

    /**
     * How many attempts a call has, the first included.
     *
     * @return at least one
     */
    public int getMaxAttempts() {
        return maxAttempts;
    }

    /**
     * How many repeats all calls together may begin on credit.
     *
     * @return the size of the budget
     */
    public int getBudget() {
        return budget;
    }

    /**
     * How long to wait before an attempt: a random time up to a bound that doubles with each attempt.
     *
     * @param attempt the attempt to come, 2 or more
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
     * The policy as an operator for {@code retryWhen}. When the attempts are used up, or the budget is, the last error
     * surfaces as it is.
     *
     * @param budget shared by everything that calls the same server
     * @param repeatable which errors are worth another attempt
     * @return a template that can be used by any number of subscriptions
     */
    public Retry toRetry(RetryBudget budget, Predicate<? super Throwable> repeatable) {
        return Retry.from(signals -> Flux.from(signals).concatMap(signal -> {
            int next = (int) Math.min(signal.totalRetriesInARow() + 2, Integer.MAX_VALUE);
            Throwable failure = signal.failure();
            if (next > maxAttempts || !repeatable.test(failure) || !budget.tryWithdraw()) {
                return Mono.error(failure);
            }
            return Mono.delay(backoff(next));
        }));
    }

    @Override
    public String toString() {
        return "RetryPolicy[maxAttempts=" + maxAttempts + ", backoff=" + firstBackoff + ".." + maxBackoff + ", budget="
                + budget + ']';
    }
}
