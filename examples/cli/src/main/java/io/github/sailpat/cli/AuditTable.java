package io.github.sailpat.cli;

import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.MonthCounts;
import io.github.sailpat.audit.OwnerCounts;
import io.github.sailpat.audit.TokenSummary;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report on a terminal. */
final class AuditTable {
    private static final int FEW = 10;
    private static final int MONTHS = 24;
    private static final int BAR = 40;

    private final StringBuilder text = new StringBuilder();

    private AuditTable() {}

    static String of(AuditReport report) {
        AuditTable table = new AuditTable();
        table.numbers(report);
        table.owners(report);
        table.months("CREATED", report.getCreatedByMonth());
        table.months("EXPIRE", report.getExpiringByMonth());
        table.tokens("EXPIRE NEXT", report.getExpiringSoonTokens(), report.getExpiringSoon());
        table.tokens("NEVER EXPIRE", report.getNeverExpiringTokens(), report.getNeverExpiring());
        table.tokens("UNUSED THE LONGEST", report.getUnusedTokens(), report.getUnused());
        table.tokens("LONGEST-LIVED", report.getLongestLived(), report.getTotal());
        table.tokens("UNREADABLE", report.getUnreadableTokens(), report.getUnreadable());
        return table.text.toString();
    }

    private void numbers(AuditReport report) {
        row(
                cell("Tokens", 26),
                right(report.getTotal()),
                "  as of " + report.getAsOf().truncatedTo(ChronoUnit.SECONDS));
        for (AuditNumbers number : AuditNumbers.of(report)) {
            String share = AuditNumbers.percent(number.count(), report.getTotal());
            row(cell(number.label(), 26), right(number.count()), "  " + cell(share, 8) + "  " + number.note());
        }
    }

    private void owners(AuditReport report) {
        List<OwnerCounts> owners = report.getOwners();
        text.append('\n');
        row(cell("OWNER", 32), "     TOKENS", "  NEVER EXPIRE     UNUSED  ALL SCOPES");
        for (OwnerCounts owner : owners.subList(0, Math.min(FEW, owners.size()))) {
            row(
                    cell(AuditNumbers.owner(owner.getOwner()), 32),
                    right(owner.getTotal()),
                    "   " + right(owner.getNeverExpiring()) + right(owner.getUnused()) + ' '
                            + right(owner.getOverBroad()));
        }
        if (owners.size() > FEW) {
            row("and " + AuditNumbers.count(owners.size() - FEW) + " owners more; --output jsonl has them all");
        }
        if (report.getTokensOfOtherOwners() > 0) {
            row("and " + AuditNumbers.count(report.getTokensOfOtherOwners()) + " tokens of yet others");
        }
    }

    private void months(String title, MonthCounts counts) {
        List<Map.Entry<YearMonth, Long>> months = List.copyOf(counts.getMonths().entrySet());
        if (months.isEmpty() && counts.getEarlier() + counts.getLater() == 0) {
            return;
        }
        text.append('\n').append(title).append('\n');
        int skipped = Math.max(0, months.size() - MONTHS);
        long earlier = counts.getEarlier()
                + months.subList(0, skipped).stream()
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        List<Map.Entry<YearMonth, Long>> shown = months.subList(skipped, months.size());
        long most = shown.stream().mapToLong(Map.Entry::getValue).max().orElse(1);
        bar("earlier", earlier, 0);
        shown.forEach(month -> bar(month.getKey().toString(), month.getValue(), most));
        bar("later", counts.getLater(), 0);
    }

    private void bar(String label, long count, long most) {
        if (count > 0 || most > 0) {
            int cells = most == 0 ? 0 : (int) Math.ceil((double) BAR * count / most);
            row(cell(label, 10), right(count), "  " + "█".repeat(cells));
        }
    }

    private void tokens(String title, List<TokenSummary> tokens, long all) {
        if (tokens.isEmpty()) {
            return;
        }
        text.append('\n');
        row(cell(title, 36), "  ", cell("OWNER", 24), "  CREATED     LAST USED   EXPIRES");
        List<TokenSummary> shown = tokens.subList(0, Math.min(FEW, tokens.size()));
        for (TokenSummary token : shown) {
            row(
                    cell(TableFormat.name(token.getName()), 36),
                    "  ",
                    cell(AuditNumbers.owner(token.getOwner()), 24),
                    "  " + cell(TableFormat.created(token.getCreated()), 10),
                    "  " + day(token.getLastUsed(), "lastUsed", token),
                    "  " + day(token.getExpirationDate(), "expirationDate", token),
                    AuditNumbers.isManaged(token) ? "  managed" : "");
        }
        if (all > shown.size()) {
            row("and " + AuditNumbers.count(all - shown.size()) + " more");
        }
    }

    private static String day(@Nullable Instant date, String field, TokenSummary token) {
        return cell(TableFormat.day(date, field, token.getUnreadableFields()), 10);
    }

    private static String right(long number) {
        String digits = AuditNumbers.count(number);
        return " ".repeat(Math.max(1, 11 - digits.length())) + digits;
    }

    private static String cell(String value, int width) {
        return TextColumns.fit(Printable.plain(value), width);
    }

    private void row(String... cells) {
        text.append(String.join("", cells).stripTrailing()).append('\n');
    }
}
