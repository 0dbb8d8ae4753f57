package io.github.sailpat.error;

/** Where a call was when something happened to it, in the order of the road that it takes. */
public enum CallPhase {
    /** Between two attempts, waiting out a back-off or a {@code Retry-After}. */
    BACKOFF("waiting to try again"),
    /** Waiting for a place within the rate limit. */
    PACING("waiting for the rate limit"),
    /** Waiting for a bearer from the token endpoint. */
    AUTHORIZATION("waiting for a bearer"),
    /** Waiting for a connection: a free one of the pool, or a new one with its DNS, TCP and TLS. */
    CONNECTION("waiting for a connection"),
    /** The request is being sent, or was sent, and no answer has begun. From here on it may have been applied. */
    RESPONSE("waiting for the answer"),
    /** The head of the answer is here, its body is not complete. */
    BODY("reading the answer"),
    /** Finding out whether an interrupted create was applied. */
    RECONCILIATION("finding out whether the token was created");

    private final String description;

    CallPhase(String description) {
        this.description = description;
    }

    /**
     * The phase in words, to follow "while".
     *
     * @return for example {@code waiting for the answer}
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
