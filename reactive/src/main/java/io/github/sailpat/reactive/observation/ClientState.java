package io.github.sailpat.reactive.observation;

import java.time.Duration;

/** The current state of a client. May be read by any thread at any time, also after the client was closed. */
public interface ClientState {
    /**
     * The number of calls that wait for a permit of the rate limiter.
     *
     * @return the number, including items of bulk jobs
     */
    int getWaitingForPermit();

    /**
     * The remaining time of a pause that the tenant has asked for (429 with {@code Retry-After}).
     *
     * @return the time, zero if there is no pause
     */
    default Duration getRemainingPause() {
        return Duration.ZERO;
    }

    /**
     * The rate limiter in use, as text for people.
     *
     * @return its {@code toString()}, for example {@code RateLimiter[100 in PT10S]}, or an empty text
     */
    default String getRateLimit() {
        return "";
    }

    /**
     * The number of retries that the budget still allows.
     *
     * @return the number; see {@link io.github.sailpat.reactive.resilience.RetryBudget}
     */
    int getRetryBudgetLeft();

    /**
     * The number of items of bulk jobs in flight.
     *
     * @return the number, in all running jobs
     */
    int getBulkInFlight();
}
