package io.github.sailpat.reactive.internal.call;

/** What repeating a call would mean. */
public enum CallKind {
    /** Changes nothing: may be repeated at will. */
    READ,
    /** Repeating finds nothing to do: a 404 on the repeat is what was wanted. */
    DELETE,
    /** A patch that gives the same token when it is applied twice. */
    IDEMPOTENT_PATCH,
    /** A patch that does not. */
    PATCH,
    /** Repeating could make a second token: never blindly. */
    CREATE
}
