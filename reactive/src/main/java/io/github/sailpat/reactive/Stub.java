package io.github.sailpat.reactive;

/** Stub. */
public final class Stub {
    private Stub() {}
}
