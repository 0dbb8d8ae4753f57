package io.github.sailpat.reactive.docs;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.TokenAuditor;
import io.github.sailpat.reactive.PersonalAccessTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** The code of audit.md. */
final class AuditSnippets {
    private AuditSnippets() {}

    // spotless:off
    static List<Object> audit(PersonalAccessTokens tokens) {
        Mono<AuditReport> report = tokens.audit(AuditOptions.create(o -> o
                .expiringWithin(Duration.ofDays(14))
                .unusedFor(Duration.ofDays(60))));

        Mono<String> json = report.map(AuditReport::toJson);            // or getNeverExpiring(), getOwners(), getCreatedByMonth() …

        Mono<AuditReport> byHand = tokens.list()                        // the same as a pipeline, with a filter
                .filter(t -> String.valueOf(t.getName()).startsWith("ci-"))
                .collect(() -> new TokenAuditor(AuditOptions.standard(), Instant.now()), TokenAuditor::add)
                .map(TokenAuditor::report);
        return List.of(json, byHand);
    }
    // spotless:on
}
