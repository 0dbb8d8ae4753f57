package io.github.sailpat.cli.audit;

import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.OwnerCounts;
import io.github.sailpat.audit.TokenSummary;
import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.cli.output.CsvLines;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as tables for a spreadsheet: the numbers, the owners, and the tokens that were found. */
final class AuditCsv {
    private final CsvLines lines;

    private AuditCsv(CsvLines lines) {
        this.lines = lines;
    }

    /** The content of each file by its name. */
    static Map<String, String> of(AuditReport report, CsvLines lines) {
        AuditCsv csv = new AuditCsv(lines);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("numbers.csv", csv.numbers(report));
        files.put("owners.csv", csv.owners(report.getOwners()));
        files.put("tokens.csv", csv.tokens(report));
        return files;
    }

    private String numbers(AuditReport report) {
        StringBuilder text = new StringBuilder(lines.line(List.of("finding", "count")));
        text.append(lines.line(List.of("Tokens", report.getTotal())));
        AuditNumbers.of(report).forEach(number -> text.append(lines.line(List.of(number.label(), number.count()))));
        return text.toString();
    }

    private String owners(List<OwnerCounts> owners) {
        StringBuilder text = new StringBuilder(
                lines.line(List.of("owner.id", "owner.name", "tokens", "neverExpiring", "unused", "allScopes")));
        for (OwnerCounts owner : owners) {
            text.append(line(
                    owner.getOwner().getId(),
                    owner.getOwner().getName(),
                    owner.getTotal(),
                    owner.getNeverExpiring(),
                    owner.getUnused(),
                    owner.getOverBroad()));
        }
        return text.toString();
    }

    private String tokens(AuditReport report) {
        StringBuilder text = new StringBuilder(lines.line(List.of(
                "finding",
                "id",
                "name",
                "owner.id",
                "owner.name",
                "created",
                "lastUsed",
                "expirationDate",
                "managed")));
        AuditFindings.of(report)
                .forEach((finding, tokens) -> tokens.forEach(token -> text.append(line(finding, token))));
        return text.toString();
    }

    private String line(String finding, TokenSummary token) {
        return line(
                finding,
                token.getId(),
                token.getName(),
                token.getOwner().getId(),
                token.getOwner().getName(),
                token.getCreated(),
                token.getLastUsed(),
                token.getExpirationDate(),
                token.getUnreadableFields().contains("managed") ? null : token.isManaged());
    }

    private String line(@Nullable Object... cells) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Object cell : cells) {
            list.add(cell);
        }
        return lines.line(list);
    }
}
