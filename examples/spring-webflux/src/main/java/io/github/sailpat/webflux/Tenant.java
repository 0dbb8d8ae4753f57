package io.github.sailpat.webflux;

import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the client goes, and as whom.
 *
 * @param baseUrl scheme, host and port
 * @param clientId the credentials' id
 * @param clientSecret the credentials' secret
 * @param sandbox the tenant itself, if it lives in this process
 */
record Tenant(
        URI baseUrl,
        String clientId,
        Secret clientSecret,
        @Nullable SandboxTenant sandbox) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tenant.class);

    /** The tenant that is configured or, where none is, a sandbox. */
    static Tenant of(SailpatProperties properties) {
        URI url = properties.baseUrl();
        if (url == null) {
            SandboxTenant sandbox = SandboxTenant.start();
            LOG.warn(
                    "No sailpat.base-url is set, so this is a sandbox at {} with made-up tokens", sandbox.getBaseUrl());
            return new Tenant(
                    sandbox.getBaseUrl(), sandbox.getClientId(), Secret.of(sandbox.getClientSecret()), sandbox);
        }
        String id = properties.clientId();
        Secret secret = properties.clientSecret();
        if (id == null || secret == null) {
            throw new IllegalArgumentException(
                    "sailpat.base-url is set: set sailpat.client-id and sailpat.client-secret too");
        }
        return new Tenant(url, id, secret, null);
    }

    @Override
    public void close() {
        if (sandbox != null) {
            sandbox.close();
        }
    }
}
