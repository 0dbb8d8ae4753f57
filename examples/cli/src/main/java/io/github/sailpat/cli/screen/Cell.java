package io.github.sailpat.cli.screen;

/**
 * A cell of a table.
 *
 * @param text its text; what is unsafe for a terminal is left out when it is printed
 * @param style how it looks
 */
public record Cell(String text, Style style) {
    /** A cell that means nothing in particular. */
    public static Cell of(String text) {
        return new Cell(text, Style.PLAIN);
    }
}
