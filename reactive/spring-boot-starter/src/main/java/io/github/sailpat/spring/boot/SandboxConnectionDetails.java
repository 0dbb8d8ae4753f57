package io.github.sailpat.spring.boot;

import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.net.URI;

/** Connects to an embedded tenant, as its administrator. */
record SandboxConnectionDetails(SandboxTenant tenant) implements SailPointConnectionDetails {
    @Override
    public URI getBaseUrl() {
        return tenant.getBaseUrl();
    }

    @Override
    public String getClientId() {
        return tenant.getClientId();
    }

    @Override
    public Secret getClientSecret() {
        return Secret.of(tenant.getClientSecret());
    }
}
