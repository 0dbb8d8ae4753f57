package io.github.sailpat.reactive;

import static io.github.sailpat.reactive.Outcomes.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class AuditTest {
    private static final int MANY = Soak.size(200_000, 1_000_000);

    @Test
    void numbersMatchTheLedger() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(700).seed(7));
                TestClient client = TestClient.of(tenant)) {
            AuditReport report = client.tokens().audit(AuditOptions.standard()).block(SOON);

            List<SandboxToken> tokens = tenant.getLedger().getTokens();
            Instant longAgo = report.getAsOf().minus(Duration.ofDays(90));
            Instant soon = report.getAsOf().plus(Duration.ofDays(30));
            assertThat(report.getTotal()).isEqualTo(700);
            assertThat(report.getManaged())
                    .isEqualTo(tokens.stream().filter(SandboxToken::managed).count());
            assertThat(report.getNeverExpiring())
                    .isEqualTo(tokens.stream()
                            .filter(t -> t.expirationDate() == null)
                            .count());
            assertThat(report.getExpiringSoon())
                    .isEqualTo(tokens.stream()
                            .filter(t -> t.expirationDate() != null
                                    && t.expirationDate().isBefore(soon))
                            .count());
            assertThat(report.getNeverUsed())
                    .isEqualTo(tokens.stream().filter(t -> t.lastUsed() == null).count());
            assertThat(report.getUnused())
                    .isEqualTo(tokens.stream()
                            .filter(t -> (t.lastUsed() == null ? t.created() : t.lastUsed()).isBefore(longAgo))
                            .count());
            assertThat(report.getOverBroad())
                    .isEqualTo(tokens.stream()
                            .filter(t -> t.scope() == null || t.scope().contains("sp:scopes:all"))
                            .count());
            assertThat(report.getOwners()).hasSize((int)
                    tokens.stream().map(SandboxToken::ownerId).distinct().count());
            assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(1);
        }
    }

    @Test
    void onlyTheTokensOfTheQueryCount() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(50));
                TestClient client = TestClient.of(tenant)) {
            tenant.addToken("mine");

            AuditReport report = client.tokens()
                    .audit(AuditOptions.create(o -> o.query(q -> q.ownedByMe())))
                    .block(SOON);

            assertThat(report.getTotal()).isEqualTo(1);
        }
    }

    @Test
    void failedListIsNoReport() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(300));
                TestClient client = TestClient.of(tenant)) {
            tenant.getFaults().add(Fault.on(Operation.LIST).resetInBody(60_000));

            StepVerifier.create(client.tokens().audit(AuditOptions.standard()))
                    .expectError(TransportException.class)
                    .verify(SOON);
        }
    }

    @Test
    void auditsAnyNumberOfTokensInASmallHeap() throws Exception {
        Process child = ChildJvm.start(
                AuditInASmallHeap.class, "-Xmx64m", "-XX:+ExitOnOutOfMemoryError", "-Daudit.tokens=" + MANY);
        try {
            String out = new String(child.getInputStream().readAllBytes(), UTF_8);

            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
            String[] numbers = out.strip().split(" ");
            // Of the five forms of generated tokens one is managed, one never expires, and one was never used.
            assertThat(Long.parseLong(numbers[0])).isEqualTo(MANY);
            assertThat(numbers[1]).isEqualTo(numbers[2]).isEqualTo(numbers[3]).isEqualTo(String.valueOf(MANY / 5));
            Soak.figure("seconds to audit " + MANY + " tokens in -Xmx64m", Double.parseDouble(numbers[4]), "none");
        } finally {
            child.destroyForcibly();
        }
    }
}
