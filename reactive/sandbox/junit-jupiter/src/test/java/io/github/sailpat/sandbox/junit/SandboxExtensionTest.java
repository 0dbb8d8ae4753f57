package io.github.sailpat.sandbox.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.ApiVersion;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxExtensionTest {
    @RegisterExtension
    static final SandboxExtension SANDBOX =
            SandboxExtension.of(tenant -> tenant.tokens(20), client -> client.apiVersion(ApiVersion.V2025));

    @Test
    void setsUpTheTenantAndTheClient(SailPointClient client, SandboxTenant tenant) {
        assertThat(client.personalAccessTokens().list().count().block(Duration.ofSeconds(20)))
                .isEqualTo(20);
        assertThat(tenant.getLedger().getRequests())
                .anySatisfy(request -> assertThat(request.toString()).contains("v2025"));
    }
}
