package io.github.sailpat.internal;

/** Stub. */
public final class Stub {
    private Stub() {}
}
