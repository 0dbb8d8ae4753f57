package io.github.sailpat.cli.screen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The columns of a table that fit a screen. The least important ones are left out until the rest fits; the others
 * share the room that is left. Rows are never wider than the screen.
 */
public final class TableLayout {
    private static final String GAP = "  ";

    private final List<Column> columns;
    /** The width of each column; zero for one that is left out. */
    private final int[] widths;

    private final boolean color;

    private TableLayout(List<Column> columns, int[] widths, boolean color) {
        this.columns = columns;
        this.widths = widths;
        this.color = color;
    }

    /** The layout for the current width of a screen. */
    public static TableLayout of(List<Column> columns, Screen screen) {
        return of(columns, screen.columns(), screen.isColor());
    }

    static TableLayout of(List<Column> columns, int width, boolean color) {
        List<Column> kept = new ArrayList<>(columns);
        kept.sort(Comparator.comparingInt(Column::rank));
        while (kept.size() > 1 && narrowest(kept) > width) {
            kept.remove(kept.size() - 1);
        }
        return new TableLayout(columns, widths(columns, kept, width), color);
    }

    /** Each column that is kept grows by one cell in turn, until there is no more room or need. */
    private static int[] widths(List<Column> columns, List<Column> kept, int width) {
        int[] widths = new int[columns.size()];
        kept.forEach(column -> widths[columns.indexOf(column)] = Math.min(column.narrow(), width));
        int spare = width - narrowest(kept);
        boolean growing = true;
        while (growing) {
            growing = false;
            for (Column column : kept) {
                int at = columns.indexOf(column);
                if (spare > 0 && widths[at] < column.wide()) {
                    widths[at]++;
                    spare--;
                    growing = true;
                }
            }
        }
        return widths;
    }

    private static int narrowest(List<Column> columns) {
        return columns.stream().mapToInt(Column::narrow).sum() + GAP.length() * (columns.size() - 1);
    }

    /** The headings. */
    public String header() {
        return row(columns.stream().map(column -> Cell.of(column.title())).toList());
    }

    /** A row with a cell for each column, those that are left out included. */
    public String row(List<Cell> cells) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (widths[i] > 0) {
                row.append(row.isEmpty() ? "" : GAP).append(text(cells.get(i), i));
            }
        }
        return row.toString().stripTrailing() + '\n';
    }

    private String text(Cell cell, int column) {
        String fitted = columns.get(column).fit(Printable.plain(cell.text()), widths[column]);
        if (!color) {
            return fitted;
        }
        String visible = fitted.strip();
        return fitted.replace(visible, cell.style().on(visible));
    }
}
