package io.github.sailpat.reactive.observation;

/** The current state of a client. May be read by any thread at any time, also after the client was closed. */
public interface ClientState {
    /**
     * The number of calls that wait for a permit of the rate limiter.
     *
     * @return the number, including items of bulk jobs
     */
    int getWaitingForPermit();

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
