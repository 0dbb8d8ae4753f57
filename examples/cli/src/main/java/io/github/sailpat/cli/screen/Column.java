package io.github.sailpat.cli.screen;

/**
 * A column of a table.
 *
 * @param title its heading
 * @param narrow the least number of cells that it can be read with
 * @param wide the number of cells that it never needs more of
 * @param rank its importance: columns with the highest rank are left out first
 * @param number whether its texts end at its right edge
 */
public record Column(String title, int narrow, int wide, int rank, boolean number) {
    /** A column of texts. */
    public static Column text(String title, int narrow, int wide, int rank) {
        return new Column(title, narrow, wide, rank, false);
    }

    /** A column of texts that is always as wide. */
    public static Column fixed(String title, int width, int rank) {
        return text(title, width, width, rank);
    }

    /** A column of numbers. */
    public static Column number(String title, int width, int rank) {
        return new Column(title, width, width, rank, true);
    }

    /** The same column with another importance. */
    public Column ranked(int newRank) {
        return new Column(title, narrow, wide, newRank, number);
    }

    String fit(String text, int width) {
        int spare = width - TextColumns.width(text);
        return number && spare > 0 ? " ".repeat(spare) + text : TextColumns.fitMiddle(text, width);
    }
}
