package io.github.sailpat.spring.boot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How calls are retried. */
public class RetryProperties {
    /** Number of attempts, the first among them; 1 for no retry. Default: 3. */
    private @Nullable Integer maxAttempts;

    /** Longest wait before the first retry; it is doubled for each further one. Default: 200 ms. */
    private @Nullable Duration backoff;

    /** Longest wait before any retry. Default: 5 s. */
    private @Nullable Duration maxBackoff;

    /** Number of retries that all calls of the client share. Default: 100. */
    private @Nullable Integer budget;

    /** With the defaults. */
    public RetryProperties() {}

    /**
     * Number of attempts, the first among them; 1 for no retry. Default: 3.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Integer getMaxAttempts() {
        return maxAttempts;
    }

    /**
     * Sets maxAttempts.
     *
     * @param maxAttempts the value
     */
    public void setMaxAttempts(@Nullable Integer maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    /**
     * Longest wait before the first retry; it is doubled for each further one. Default: 200 ms.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Duration getBackoff() {
        return backoff;
    }

    /**
     * Sets backoff.
     *
     * @param backoff the value
     */
    public void setBackoff(@Nullable Duration backoff) {
        this.backoff = backoff;
    }

    /**
     * Longest wait before any retry. Default: 5 s.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Duration getMaxBackoff() {
        return maxBackoff;
    }

    /**
     * Sets maxBackoff.
     *
     * @param maxBackoff the value
     */
    public void setMaxBackoff(@Nullable Duration maxBackoff) {
        this.maxBackoff = maxBackoff;
    }

    /**
     * Number of retries that all calls of the client share. Default: 100.
     *
     * @return the value, null if it is not set
     */
    public @Nullable Integer getBudget() {
        return budget;
    }

    /**
     * Sets budget.
     *
     * @param budget the value
     */
    public void setBudget(@Nullable Integer budget) {
        this.budget = budget;
    }
}
