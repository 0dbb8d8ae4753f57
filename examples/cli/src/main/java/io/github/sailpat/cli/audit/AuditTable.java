package io.github.sailpat.cli.audit;

import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.MonthCounts;
import io.github.sailpat.audit.OwnerCounts;
import io.github.sailpat.audit.TokenSummary;
import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.cli.output.TokenColumns;
import io.github.sailpat.cli.screen.Cell;
import io.github.sailpat.cli.screen.Column;
import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.cli.screen.Style;
import io.github.sailpat.cli.screen.TableLayout;
import io.github.sailpat.cli.screen.TextColumns;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report on a terminal. */
final class AuditTable {
    private static final int FEW = 10;
    private static final int MONTHS = 24;
    private static final int LONGEST_BAR = 40;
    private static final int ROOM_OF_A_LABEL = 25;
    private static final Column LABEL = Column.fixed("", 24, 0);
    private static final Column COUNT = Column.number("", 9, 1);

    private final StringBuilder text = new StringBuilder();
    private final Screen screen;

    private AuditTable(Screen screen) {
        this.screen = screen;
    }

    static String of(AuditReport report, Screen screen) {
        AuditTable table = new AuditTable(screen);
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

    private TableLayout layout(Column... columns) {
        return TableLayout.of(List.of(columns), screen);
    }

    private void row(TableLayout layout, String... cells) {
        text.append(layout.row(Stream.of(cells).map(Cell::of).toList()));
    }

    private void numbers(AuditReport report) {
        row(
                layout(LABEL, COUNT, Column.text("", 20, 30, 2)),
                "Tokens",
                AuditNumbers.count(report.getTotal()),
                "as of " + report.getAsOf().truncatedTo(ChronoUnit.SECONDS));
        TableLayout layout = layout(LABEL, COUNT, Column.fixed("", 7, 2), Column.text("", 12, 60, 3));
        for (AuditNumbers number : AuditNumbers.of(report)) {
            text.append(layout.row(List.of(
                    Cell.of(number.label()),
                    new Cell(
                            AuditNumbers.count(number.count()),
                            number.caution() && number.count() > 0 ? Style.WARNING : Style.PLAIN),
                    Cell.of(AuditNumbers.percent(number.count(), report.getTotal())),
                    Cell.of(number.note()))));
        }
    }

    private void owners(AuditReport report) {
        List<OwnerCounts> owners = report.getOwners();
        text.append('\n');
        TableLayout layout = layout(
                Column.text("OWNER", 12, 32, 0),
                Column.number("TOKENS", 9, 1),
                Column.number("NEVER EXPIRE", 12, 2),
                Column.number("UNUSED", 9, 3),
                Column.number("ALL SCOPES", 10, 4));
        text.append(layout.header());
        for (OwnerCounts owner : owners.subList(0, Math.min(FEW, owners.size()))) {
            row(
                    layout,
                    AuditNumbers.owner(owner.getOwner()),
                    AuditNumbers.count(owner.getTotal()),
                    AuditNumbers.count(owner.getNeverExpiring()),
                    AuditNumbers.count(owner.getUnused()),
                    AuditNumbers.count(owner.getOverBroad()));
        }
        if (owners.size() > FEW) {
            line("and " + AuditNumbers.count(owners.size() - FEW) + " owners more; --output jsonl has them all");
        }
        if (report.getTokensOfOtherOwners() > 0) {
            line("and " + AuditNumbers.count(report.getTokensOfOtherOwners()) + " tokens of yet others");
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
        int longest = Math.max(1, Math.min(LONGEST_BAR, screen.columns() - ROOM_OF_A_LABEL));
        if (count > 0 || most > 0) {
            int cells = most == 0 ? 0 : (int) Math.ceil((double) longest * count / most);
            row(
                    layout(Column.fixed("", 10, 0), COUNT, Column.text("", 1, longest, 2)),
                    label,
                    AuditNumbers.count(count),
                    "█".repeat(cells));
        }
    }

    private void tokens(String title, List<TokenSummary> tokens, long all) {
        if (tokens.isEmpty()) {
            return;
        }
        text.append('\n');
        TableLayout layout = layout(
                Column.text(title, 18, 36, 0),
                Column.text("OWNER", 12, 24, 2),
                Column.fixed("CREATED", 10, 4),
                Column.fixed("LAST USED", 10, 3),
                Column.fixed("EXPIRES", 10, 1),
                Column.fixed("", 7, 5));
        text.append(layout.header());
        List<TokenSummary> shown = tokens.subList(0, Math.min(FEW, tokens.size()));
        for (TokenSummary token : shown) {
            row(
                    layout,
                    TokenColumns.name(token.getName()),
                    AuditNumbers.owner(token.getOwner()),
                    TokenColumns.created(token.getCreated()),
                    day(token.getLastUsed(), "lastUsed", token),
                    day(token.getExpirationDate(), "expirationDate", token),
                    AuditNumbers.isManaged(token) ? "managed" : "");
        }
        if (all > shown.size()) {
            line("and " + AuditNumbers.count(all - shown.size()) + " more");
        }
    }

    private static String day(@Nullable Instant date, String field, TokenSummary token) {
        return TokenColumns.day(date, field, token.getUnreadableFields());
    }

    private void line(String sentence) {
        text.append(TextColumns.cut(sentence, screen.columns())).append('\n');
    }
}
