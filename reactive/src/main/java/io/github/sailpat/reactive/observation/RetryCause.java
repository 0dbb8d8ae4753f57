package io.github.sailpat.reactive.observation;

/** What became of an attempt that is followed by another. */
public enum RetryCause {
    /** Nothing of it was sent: no bearer, no connection. */
    NOT_SENT,
    /** The tenant refused it with 429. */
    THROTTLED,
    /** The tenant refused its bearer with 401. */
    UNAUTHORIZED,
    /** It may have been applied, or not, and repeating it does no harm. */
    AMBIGUOUS
}
