package io.github.sailpat.cli.audit;

import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.TokenSummary;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A report in the text format of Prometheus, for the textfile collector of a node exporter. Its labels are the tenant
 * and the kind of finding, so the number of series does not depend on the number of tokens or owners.
 */
final class AuditMetrics {
    private static final String PREFIX = "sailpoint_personal_access_tokens";

    private final StringBuilder text = new StringBuilder();
    private final String tenant;

    private AuditMetrics(String tenant) {
        this.tenant = "tenant=\"" + escaped(tenant) + '"';
    }

    static String of(AuditReport report, String tenant) {
        AuditMetrics metrics = new AuditMetrics(tenant);
        metrics.gauge("", "Personal access tokens of the tenant.");
        metrics.sample("", "", report.getTotal());
        metrics.gauge("_finding", "Personal access tokens by what an audit has found.");
        findings(report).forEach((finding, count) -> metrics.sample("_finding", ",finding=\"" + finding + '"', count));
        metrics.gauge("_audit_timestamp_seconds", "When the audit was made.");
        metrics.sample("_audit_timestamp_seconds", "", report.getAsOf().getEpochSecond());
        report.getExpiringSoonTokens().stream()
                .map(TokenSummary::getExpirationDate)
                .findFirst()
                .ifPresent(metrics::nextExpiration);
        return metrics.text.toString();
    }

    private static Map<String, Long> findings(AuditReport report) {
        Map<String, Long> findings = new LinkedHashMap<>();
        findings.put("never_expiring", report.getNeverExpiring());
        findings.put("expiring_soon", report.getExpiringSoon());
        findings.put("expired", report.getExpired());
        findings.put("unused", report.getUnused());
        findings.put("never_used", report.getNeverUsed());
        findings.put("all_scopes", report.getOverBroad());
        findings.put("managed", report.getManaged());
        findings.put("unreadable", report.getUnreadable());
        return findings;
    }

    private void nextExpiration(Instant at) {
        gauge("_next_expiration_timestamp_seconds", "When the next token expires, if one does soon.");
        sample("_next_expiration_timestamp_seconds", "", at.getEpochSecond());
    }

    private void gauge(String name, String help) {
        text.append("# HELP " + PREFIX).append(name).append(' ').append(help).append('\n');
        text.append("# TYPE " + PREFIX).append(name).append(" gauge\n");
    }

    private void sample(String name, String labels, long value) {
        text.append(PREFIX)
                .append(name)
                .append('{')
                .append(tenant)
                .append(labels)
                .append("} ")
                .append(value)
                .append('\n');
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
