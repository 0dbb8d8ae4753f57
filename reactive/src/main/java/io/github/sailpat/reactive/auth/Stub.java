package io.github.sailpat.reactive.auth;

/** Stub. */
public final class Stub {
    private Stub() {}
}
