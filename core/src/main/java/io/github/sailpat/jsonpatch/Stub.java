package io.github.sailpat.jsonpatch;

/** Stub. */
public final class Stub {
    private Stub() {}
}
