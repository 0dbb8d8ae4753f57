package io.github.sailpat.reactive.observation;

/** What a client is at, at the moment. May be read by any thread at any time, also when the client is closed. */
public interface ClientState {
    /**
     * How many calls wait for the rate limiter.
     *
     * @return the number, those of bulk jobs included
     */
    int getWaitingForPace();

    /**
     * How many repeats may still begin on credit.
     *
     * @return the number; see {@link io.github.sailpat.reactive.retry.RetryBudget}
     */
    int getRetryBudgetLeft();

    /**
     * How many items of bulk jobs are under way.
     *
     * @return the number, in all running jobs
     */
    int getBulkInFlight();
}
