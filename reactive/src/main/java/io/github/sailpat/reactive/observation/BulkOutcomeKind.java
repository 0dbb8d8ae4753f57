package io.github.sailpat.reactive.observation;

/** The kinds of {@link io.github.sailpat.reactive.BulkOutcome}. */
public enum BulkOutcomeKind {
    /** It was applied. */
    SUCCEEDED,
    /** It was not applied; the error is the reason. */
    REJECTED,
    /** It may have been applied. */
    UNKNOWN,
    /** The token exists, and its secret was lost. */
    SECRET_LOST,
    /** The job was stopped before, and it was not applied. */
    NOT_ATTEMPTED
}
