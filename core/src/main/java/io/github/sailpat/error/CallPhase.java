package io.github.sailpat.error;

/** What a call was doing when it failed, in the order of the pipeline. */
public enum CallPhase {
    /** Waiting before the next attempt: a back-off, or the time of {@code Retry-After}. */
    BACKOFF("waiting before the next attempt"),
    /** Waiting for a permit of the rate limiter. */
    RATE_LIMIT("waiting for the rate limit"),
    /** Waiting for an access token. */
    AUTHORIZATION("waiting for an access token"),
    /** Waiting for a connection: a free one of the pool, or a new one (DNS, TCP connect, TLS handshake). */
    CONNECTION("waiting for a connection"),
    /** The request is being sent or was sent, and no response has begun. From here on it may have been applied. */
    RESPONSE("waiting for the response"),
    /** The status and the headers of the response were received, its body is not complete. */
    BODY("reading the response"),
    /** Looking up whether an ambiguous create was applied. */
    RECONCILIATION("looking up whether the token was created");

    private final String description;

    CallPhase(String description) {
        this.description = description;
    }

    /**
     * A phrase that can follow "while".
     *
     * @return for example {@code waiting for the response}
     */
    public String getDescription() {
        return description;
    }

    /**
     * Whether the request may have reached the tenant in this phase.
     *
     * @return {@code false} only where nothing of the current attempt was sent
     */
    public boolean isSent() {
        return compareTo(RESPONSE) >= 0;
    }
}
