package io.github.sailpat.sandbox.junit;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The tenant of one test, and the client of it once a parameter has asked for it. */
final class Sandbox {
    static final Set<Class<?>> TYPES = Set.of(SandboxTenant.class, SailPointClient.class, PersonalAccessTokens.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final SandboxTenant tenant;
    private @Nullable SailPointClient client;

    Sandbox(SandboxTenant tenant) {
        this.tenant = tenant;
    }

    SandboxTenant tenant() {
        return tenant;
    }

    synchronized SailPointClient client(UnaryOperator<SailPointClient.Builder> customizer) {
        if (client == null) {
            Secret secret = Secret.of(tenant.getClientSecret());
            client = SailPointClient.create(b ->
                    customizer.apply(b.baseUrl(tenant.getBaseUrl()).clientCredentials(tenant.getClientId(), secret)));
        }
        return client;
    }

    synchronized void close() {
        try {
            if (client != null) {
                client.disposeLater().block(CLOSE_TIMEOUT);
            }
        } finally {
            tenant.close();
        }
    }
}
