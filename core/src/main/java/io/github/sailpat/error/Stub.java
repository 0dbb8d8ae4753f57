package io.github.sailpat.error;

/** Stub. */
public final class Stub {
    private Stub() {}
}
