package io.github.sailpat.sandbox.junit;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.LedgerAssert;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The code of the page of the sandbox and of the Javadoc, which runs as tests. */
class SandboxSnippets {

    @Nested
    @SandboxTest
    class DeployTokensTest {
        @Test
        void createsTheTokenOnce(PersonalAccessTokens tokens, SandboxTenant tenant) {
            tenant.getFaults().add(Fault.on(Operation.CREATE).status(429, null, "Retry-After", "1"));

            tokens.create(r -> r.name("ci-deploy")).block(Duration.ofSeconds(20));

            LedgerAssert.assertThat(tenant.getLedger()).hasToken("ci-deploy").hasApplied(Operation.CREATE, 1);
        }
    }

    @Nested
    @SandboxTest
    class TokensTest {
        @Test
        void createsAToken(PersonalAccessTokens tokens, SandboxTenant tenant) {
            tokens.create(r -> r.name("ci-deploy")).block(Duration.ofSeconds(20));

            LedgerAssert.assertThat(tenant.getLedger()).hasToken("ci-deploy");
        }
    }

    @Test
    void withoutJUnit() {
        try (SandboxTenant tenant = SandboxTenant.start(options -> options.tokens(5));
                SailPointClient client = SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
                        .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret())))) {
            client.personalAccessTokens().list().count().block(Duration.ofSeconds(20));
            LedgerAssert.assertThat(tenant.getLedger()).hasReceived(Operation.LIST, 1);
        }
    }
}
