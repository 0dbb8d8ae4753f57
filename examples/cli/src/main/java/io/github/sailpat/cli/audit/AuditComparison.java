package io.github.sailpat.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has changed since an earlier report: counts, and the tokens that are new or gone in the lists of a finding. A
 * list that is cut tells neither what is new since then nor what is gone by now.
 *
 * @param asOf when the earlier report was made
 * @param numbers the counts of each finding
 * @param tokens the tokens that are new or gone
 */
record AuditComparison(String asOf, List<Count> numbers, List<Change> tokens) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long MOST_BYTES = 64L << 20;
    /** Of these, more are worse. */
    private static final List<String> RISKS =
            List.of("neverExpiring", "expiringSoon", "expired", "unused", "neverUsed", "overBroad", "unreadable");

    private static final List<String> LISTS = List.of("neverExpiring", "expiringSoon", "unused", "unreadable");

    /**
     * A count.
     *
     * @param finding of what
     * @param before in the earlier report
     * @param now in this one
     * @param worse whether that is a greater risk
     */
    record Count(String finding, long before, long now, boolean worse) {}

    /**
     * A token that is listed in one of the reports only.
     *
     * @param isNew whether it is in this report
     * @param finding in which list
     * @param token the token there
     */
    record Change(boolean isNew, String finding, JsonNode token) {}

    /**
     * Reads an earlier report.
     *
     * @throws UsageException if it is none
     */
    static JsonNode read(CommandEnvironment shell, String file) {
        byte[] json = {};
        try {
            Path path = shell.directory().resolve(file);
            json = Files.size(path) > MOST_BYTES ? json : Files.readAllBytes(path);
        } catch (IOException | IllegalArgumentException e) {
            // It is said below.
        }
        return parse(file, json);
    }

    static JsonNode parse(String file, byte[] json) {
        try {
            JsonNode old = MAPPER.readTree(json);
            if (old.path("total").isIntegralNumber() && old.path("asOf").isTextual()) {
                return old;
            }
        } catch (IOException e) {
            // It is said below.
        }
        throw new UsageException(
                "the report " + file + " cannot be read, or is no report",
                "'tokens audit --output jsonl > " + file + "' writes one.");
    }

    static AuditComparison of(JsonNode before, AuditReport report) {
        JsonNode now = parse(report.toJson());
        List<Count> numbers = new ArrayList<>();
        numbers.add(count("total", before, now));
        RISKS.forEach(finding -> numbers.add(count(finding, before, now)));
        List<Change> changes = new ArrayList<>();
        for (String finding : LISTS) {
            Map<String, JsonNode> old = byId(before, finding);
            Map<String, JsonNode> current = byId(now, finding);
            boolean wasComplete = isComplete(before, finding, old);
            boolean isComplete = isComplete(now, finding, current);
            current.forEach((id, token) -> {
                if (wasComplete && !old.containsKey(id)) {
                    changes.add(new Change(true, finding, token));
                }
            });
            old.forEach((id, token) -> {
                if (isComplete && !current.containsKey(id)) {
                    changes.add(new Change(false, finding, token));
                }
            });
        }
        return new AuditComparison(before.path("asOf").asText(), numbers, changes);
    }

    private static Count count(String finding, JsonNode before, JsonNode now) {
        long old = before.path(finding).asLong();
        long current = now.path(finding).asLong();
        return new Count(finding, old, current, current > old && RISKS.contains(finding));
    }

    /** Whether a list has all tokens of its finding: a token that is absent from it has no such finding. */
    private static boolean isComplete(JsonNode report, String finding, Map<String, JsonNode> listed) {
        return listed.size() == report.path(finding).asLong();
    }

    private static Map<String, JsonNode> byId(JsonNode report, String finding) {
        Map<String, JsonNode> tokens = new LinkedHashMap<>();
        report.path(finding + "Tokens")
                .forEach(token -> tokens.put(token.path("id").asText(), token));
        return tokens;
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is JSON", e);
        }
    }

    /** The report with the comparison as one member more. */
    String addTo(AuditReport report) {
        ObjectNode json = (ObjectNode) parse(report.toJson());
        ObjectNode comparison = json.putObject("comparison").put("asOf", asOf);
        numbers.forEach(number -> comparison
                .withArray("numbers")
                .addObject()
                .put("finding", number.finding())
                .put("before", number.before())
                .put("now", number.now())
                .put("worse", number.worse()));
        comparison.putArray("tokens");
        tokens.forEach(change -> comparison
                .withArray("tokens")
                .addObject()
                .put("change", change.isNew() ? "new" : "gone")
                .put("finding", change.finding())
                .set("token", change.token()));
        return json.toString();
    }
}
