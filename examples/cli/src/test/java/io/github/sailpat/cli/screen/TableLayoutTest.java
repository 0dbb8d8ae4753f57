package io.github.sailpat.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableLayoutTest {
    private static final List<Column> COLUMNS = List.of(
            Column.fixed("ID", 8, 0),
            Column.text("NAME", 6, 12, 1),
            Column.text("SCOPE", 6, 10, 3),
            Column.number("COUNT", 6, 2));

    private static String row(int width, boolean color, Cell... cells) {
        return TableLayout.of(COLUMNS, width, color).row(List.of(cells));
    }

    private static Cell[] cells(String... texts) {
        return Stream.of(texts).map(Cell::of).toArray(Cell[]::new);
    }

    @Test
    void allColumnsFitAWideScreenAndAreNoWiderThanTheyNeed() {
        assertThat(TableLayout.of(COLUMNS, 200, false).header())
                .isEqualTo("ID        NAME          SCOPE        COUNT\n");
    }

    @Test
    void theLeastImportantColumnsAreLeftOutFirst() {
        assertThat(TableLayout.of(COLUMNS, 31, false).header()).isEqualTo("ID        NAME           COUNT\n");
        assertThat(TableLayout.of(COLUMNS, 18, false).header()).isEqualTo("ID        NAME\n");
        assertThat(TableLayout.of(COLUMNS, 9, false).header()).isEqualTo("ID\n");
    }

    @Test
    void longTextsAreCutInTheMiddle() {
        assertThat(row(26, false, cells("12345678", "deploy-production-eu", "all", "1,234")))
                .isEqualTo("12345678  depl…-eu   1,234\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20, 26, 40, 80})
    void noRowIsWiderThanTheScreen(int width) {
        String row = row(width, false, cells("123456789", "日本語のとても長い名前", "👩‍🚀 rocket science", "1,000,000,000"));

        assertThat(TextColumns.width(row.strip())).isLessThanOrEqualTo(width);
    }

    @Test
    void aStyleIsOnTheTextAloneAndOnlyWithColors() {
        Cell[] cells = {Cell.of("1"), new Cell("late", Style.ALARM), Cell.of("x"), new Cell("7", Style.WARNING)};

        assertThat(row(80, true, cells))
                .isEqualTo("1         \u001B[31mlate\u001B[0m          x                \u001B[33m7\u001B[0m\n");
        assertThat(row(80, false, cells)).doesNotContain("\u001B");
    }

    @Test
    void escapeSequencesOfATextAreLeftOut() {
        assertThat(row(80, true, cells("\u001B[31mred", "a\nb", "", "1")))
                .doesNotContain("\u001B")
                .contains("a b");
    }
}
