package io.github.sailpat.reactive;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.util.Objects;

/** An audit of many tokens, with the tenant that makes them in the same heap. Prints a few numbers, and the seconds. */
final class AuditInASmallHeap {
    private AuditInASmallHeap() {}

    public static void main(String[] args) {
        long count = Long.getLong("audit.tokens");
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.generatedTokens(count));
                TestClient client = TestClient.of(tenant)) {
            long start = System.nanoTime();
            AuditReport report = client.tokens().audit(AuditOptions.standard()).block(Duration.ofSeconds(100));
            double seconds = (System.nanoTime() - start) / 1e9;
            Objects.requireNonNull(report);
            System.out.println(report.getTotal() + " " + report.getManaged() + ' ' + report.getNeverExpiring() + ' '
                    + report.getNeverUsed() + ' ' + seconds);
        }
    }
}
