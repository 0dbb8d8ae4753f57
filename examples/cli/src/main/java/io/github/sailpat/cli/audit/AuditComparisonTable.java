package io.github.sailpat.cli.audit;

import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.cli.output.TokenColumns;
import io.github.sailpat.cli.screen.Cell;
import io.github.sailpat.cli.screen.Column;
import io.github.sailpat.cli.screen.Printable;
import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.cli.screen.Style;
import io.github.sailpat.cli.screen.TableLayout;
import java.util.List;

/** A comparison on a terminal. */
final class AuditComparisonTable {
    private AuditComparisonTable() {}

    static String of(AuditComparison comparison, Screen screen) {
        StringBuilder text = new StringBuilder("\nCOMPARED WITH " + Printable.plain(comparison.asOf()) + "\n");
        TableLayout numbers = TableLayout.of(
                List.of(
                        Column.fixed("FINDING", 24, 0),
                        Column.number("BEFORE", 9, 1),
                        Column.number("NOW", 9, 2),
                        Column.fixed("", 8, 3)),
                screen);
        text.append(numbers.header());
        for (AuditComparison.Count number : comparison.numbers()) {
            text.append(numbers.row(List.of(
                    Cell.of(number.finding()),
                    Cell.of(AuditNumbers.count(number.before())),
                    Cell.of(AuditNumbers.count(number.now())),
                    number.worse() ? new Cell("worse", Style.WARNING) : Cell.of(""))));
        }
        return text.append(tokens(comparison.tokens(), screen)).toString();
    }

    private static String tokens(List<AuditComparison.Change> changes, Screen screen) {
        if (changes.isEmpty()) {
            return "";
        }
        TableLayout layout = TableLayout.of(
                List.of(
                        Column.fixed("", 4, 0),
                        Column.fixed("FINDING", 13, 1),
                        Column.text("NAME", 12, 40, 2),
                        Column.text("OWNER", 12, 24, 3)),
                screen);
        StringBuilder text = new StringBuilder("\n").append(layout.header());
        for (AuditComparison.Change change : changes) {
            text.append(layout.row(List.of(
                    change.isNew() ? new Cell("new", Style.WARNING) : Cell.of("gone"),
                    Cell.of(change.finding()),
                    Cell.of(change.token().path("name").asText(TokenColumns.UNREADABLE)),
                    Cell.of(change.token().path("owner").path("name").asText("")))));
        }
        return text.toString();
    }
}
