package io.github.sailpat.reactive.observation;

/** The kinds of {@link io.github.sailpat.reactive.BulkOutcome}. */
public enum BulkOutcomeKind {
    /** It was done. */
    SUCCEEDED,
    /** It was not done, and the error says why. */
    REJECTED,
    /** Nobody knows whether it was done. */
    UNKNOWN,
    /** The token exists, and its secret was lost. */
    SECRET_LOST,
    /** The job was stopped before it. */
    NOT_ATTEMPTED
}
