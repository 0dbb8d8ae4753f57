package io.github.sailpat.sandbox;

/** The operation of a request. */
public enum Operation {
    /** {@code POST} to the collection. */
    CREATE,
    /** {@code GET} of the collection. */
    LIST,
    /** {@code PATCH} of one token. */
    PATCH,
    /** {@code DELETE} of one token. */
    DELETE,
    /** {@code POST /oauth/token}: an access token for client credentials. */
    TOKEN,
    /** A path or method that the tenant does not know. */
    OTHER,
    /** Every request. It selects requests; no request is of this operation. */
    ANY;

    boolean covers(Operation other) {
        return this == ANY || this == other;
    }

    boolean isApiCall() {
        return this == CREATE || this == LIST || this == PATCH || this == DELETE;
    }
}
