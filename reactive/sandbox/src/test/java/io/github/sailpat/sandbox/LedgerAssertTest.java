package io.github.sailpat.sandbox;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerAssertTest {
    private final SandboxTenant tenant = SandboxTenant.start(options -> options.tokens(0));
    private final LedgerAssert ledger = LedgerAssert.assertThat(tenant.getLedger());

    @AfterEach
    void close() {
        tenant.close();
    }

    @Test
    void passesWhatTheTenantHas() {
        SandboxToken token = tenant.addToken("ci");
        tenant.getLedger().deleted(token.id());

        ledger.hasToken("ci")
                .hasNoToken("cd")
                .hasTokens(1)
                .hasReceived(Operation.ANY, 0)
                .hasApplied(Operation.CREATE, 0)
                .hasApplied(Operation.PATCH, 0)
                .hasApplied(Operation.DELETE, 1);
    }

    @Test
    void saysWhatWasExpectedAndWhatIsThere() {
        tenant.addToken("ci");

        fails(() -> ledger.hasToken("cd"), "Expected one token named \"cd\", but the ledger has 0 of [ci].");
        fails(() -> ledger.hasNoToken("ci"), "Expected no token named \"ci\", but the ledger has 1 of [ci].");
        fails(() -> ledger.hasTokens(2), "Expected 2 tokens, but the ledger has 1: [ci].");
        fails(
                () -> ledger.hasReceived(Operation.LIST, 1),
                "Expected 1 requests of LIST, but the ledger has 0 requests.");
        fails(() -> ledger.hasApplied(Operation.CREATE, 1), "Expected 1 applied of CREATE, but the ledger has 0.");
    }

    @Test
    void aListIsNotApplied() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.hasApplied(Operation.LIST, 1))
                .withMessageContaining("use CREATE, PATCH or DELETE");
    }

    private static void fails(ThrowingCallable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(message);
    }
}
