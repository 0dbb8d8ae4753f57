package io.github.sailpat.sandbox.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.LedgerAssert;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@SandboxTest
class SandboxTestTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Queue<SailPointClient> CLIENTS = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void hasATokenToBeginWith(SandboxTenant tenant) {
        tenant.addToken("first");
    }

    @AfterAll
    static void everyClientIsClosedAfterItsTest() {
        assertThat(CLIENTS).isNotEmpty().allMatch(SailPointClient::isDisposed);
    }

    @RepeatedTest(2)
    void theParametersBelongTogetherAndAreNewForEachTest(
            PersonalAccessTokens tokens, SandboxTenant tenant, SailPointClient client) {
        CLIENTS.add(client);
        assertThat(client.personalAccessTokens()).isSameAs(tokens);

        tokens.create(r -> r.name("second")).block(SOON);

        LedgerAssert.assertThat(tenant.getLedger())
                .hasTokens(2)
                .hasToken("second")
                .hasApplied(Operation.CREATE, 1);
    }

    @Test
    @SandboxTest(tokens = 7)
    void theAnnotationOfTheMethodCounts(PersonalAccessTokens tokens) {
        assertThat(tokens.list().count().block(SOON)).isEqualTo(8);
    }

    @Nested
    class InANestedClass {
        @Test
        void theAnnotationAroundItCounts(PersonalAccessTokens tokens) {
            assertThat(tokens.list().count().block(SOON)).isEqualTo(1);
        }
    }

    @Nested
    @SandboxTest(tokens = 130, rateLimit = false)
    class WithoutRateLimit {
        @Test
        void theTenantHasNone(SandboxTenant tenant) {
            LedgerAssert.assertThat(tenant.getLedger()).hasTokens(131);
        }
    }
}
