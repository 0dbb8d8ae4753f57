package io.github.sailpat.reactive.observation;

/** How an operation or an attempt has ended. */
public enum CallOutcome {
    /** It is complete. */
    SUCCESS,
    /** It has failed. */
    ERROR,
    /** Nobody wanted it any more: a list of which enough was read, for example, or an attempt at its deadline. */
    CANCELLED
}
