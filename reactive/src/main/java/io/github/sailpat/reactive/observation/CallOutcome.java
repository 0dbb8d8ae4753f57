package io.github.sailpat.reactive.observation;

/** The outcome of an operation or an attempt. */
public enum CallOutcome {
    /** It has completed. */
    SUCCESS,
    /** It has failed. */
    ERROR,
    /** The subscriber has cancelled after it had received an element, for example by {@code take(n)}. */
    ENDED_BY_CONSUMER,
    /** It was cancelled: by the subscriber before it had received an element, or by a deadline. */
    CANCELLED
}
