package io.github.sailpat.cli.audit;

import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.TokenSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lists of tokens in a report, by the finding that they are about. A report lists a limited number of each. */
final class AuditFindings {
    private AuditFindings() {}

    static Map<String, List<TokenSummary>> of(AuditReport report) {
        Map<String, List<TokenSummary>> findings = new LinkedHashMap<>();
        findings.put("neverExpiring", report.getNeverExpiringTokens());
        findings.put("expiringSoon", report.getExpiringSoonTokens());
        findings.put("unused", report.getUnusedTokens());
        findings.put("unreadable", report.getUnreadableTokens());
        return findings;
    }
}
