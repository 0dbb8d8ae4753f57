package io.github.sailpat.reactive.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A budget of retries for all calls to one server: a token bucket, as in the standard retry mode of the AWS SDKs. Each
 * retry takes one; five successes return one. If a server fails all requests, the budget is soon exhausted and
 * calls are not retried.
 * Occasional failures do not exhaust the budget. Thread-safe.
 */
public final class RetryBudget {
    private static final int SUCCESSES_PER_RETRY = 5;
    /** No client uses up more, and no sum overflows. */
    private static final int MAX_RETRIES = 100_000_000;

    private final int capacity;
    private final AtomicInteger left;

    /**
     * Creates a full budget.
     *
     * @param retries the number of retries
     */
    public RetryBudget(int retries) {
        capacity = Math.min(retries, MAX_RETRIES) * SUCCESSES_PER_RETRY;
        left = new AtomicInteger(capacity);
    }

    /**
     * Takes one retry, if there is one.
     *
     * @return whether to retry
     */
    public boolean tryWithdraw() {
        while (true) {
            int now = left.get();
            if (now < SUCCESSES_PER_RETRY) {
                return false;
            }
            if (left.compareAndSet(now, now - SUCCESSES_PER_RETRY)) {
                return true;
            }
        }
    }

    /** Records a call that succeeded at its first attempt. */
    public void deposit() {
        add(1);
    }

    /** Records a retry that succeeded, and returns what it took. */
    public void giveBack() {
        add(SUCCESSES_PER_RETRY);
    }

    private void add(int amount) {
        int now = left.get();
        while (now < capacity && !left.compareAndSet(now, Math.min(capacity, now + amount))) {
            now = left.get();
        }
    }

    /**
     * The number of retries that are left.
     *
     * @return the number
     */
    public int getLeft() {
        return left.get() / SUCCESSES_PER_RETRY;
    }
}
