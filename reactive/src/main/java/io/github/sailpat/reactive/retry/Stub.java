package io.github.sailpat.reactive.retry;

/** Stub. */
public final class Stub {
    private Stub() {}
}
