package io.github.sailpat.reactive.observation;

/** The outcome of an operation or an attempt. */
public enum CallOutcome {
    /** It has completed. */
    SUCCESS,
    /** It has failed. */
    ERROR,
    /** It was cancelled: by the subscriber, for example by {@code take(n)}, or by a deadline. */
    CANCELLED
}
