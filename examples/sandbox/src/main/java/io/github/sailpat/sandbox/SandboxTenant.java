package io.github.sailpat.sandbox;

/** Stub. */
public final class SandboxTenant {
    private SandboxTenant() {}
}
