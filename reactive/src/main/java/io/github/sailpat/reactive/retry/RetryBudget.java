package io.github.sailpat.reactive.retry;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many repeats all calls to one server may begin on credit. Each takes one from the budget; five successes give one
 * back. A server that fails everything is soon asked once a call and no more; one that fails now and then does not
 * notice the difference. (A token bucket, as in the standard retry mode of the AWS SDKs.) Thread-safe.
 */
public final class RetryBudget {
    private static final int SUCCESSES_PER_RETRY = 5;

    private final int capacity;
    private final AtomicInteger left;

    /**
     * A full budget.
     *
     * @param retries how many repeats it holds
     */
    public RetryBudget(int retries) {
        capacity = retries * SUCCESSES_PER_RETRY;
        left = new AtomicInteger(capacity);
    }

    /**
     * Takes one repeat, if there is one.
     *
     * @return whether the repeat may begin
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

    /** A call has succeeded at its first attempt. */
    public void deposit() {
        add(1);
    }

    /** A repeat has succeeded: what it took comes back. */
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
     * How many repeats are left.
     *
     * @return the number
     */
    public int getLeft() {
        return left.get() / SUCCESSES_PER_RETRY;
    }
}
