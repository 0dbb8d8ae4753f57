package io.github.sailpat.reactive.observation;

/** Why an attempt is followed by another. */
public enum RetryCause {
    /** It was not sent: there was no access token or no connection. */
    NOT_SENT,
    /** It was sent, and the tenant has said that it did not process it, which only HTTP/2 can say. */
    UNPROCESSED,
    /** The tenant returned 429. */
    THROTTLED,
    /** The tenant returned 401: it refused the access token. */
    UNAUTHORIZED,
    /** It may have been applied, and a retry is harmless. */
    AMBIGUOUS
}
