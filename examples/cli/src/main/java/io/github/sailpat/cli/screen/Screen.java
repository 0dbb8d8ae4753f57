package io.github.sailpat.cli.screen;

import java.util.Map;
import java.util.function.IntSupplier;

/** Where text is read: how wide it is, and whether it has colours. Thread-safe. */
public final class Screen {
    /** The width if nothing is known. */
    public static final int DEFAULT_COLUMNS = 80;

    private static final int NARROWEST = 20;

    private final Map<String, String> variables;
    private final IntSupplier terminal;
    private final boolean onTerminal;
    private final int inset;
    private volatile ColorChoice choice = ColorChoice.AUTO;

    /**
     * A screen.
     *
     * @param variables the environment variables, of which {@code COLUMNS}, {@code NO_COLOR} and {@code TERM} count
     * @param terminal the width of the terminal, or zero if it is not known
     * @param onTerminal whether standard output is a terminal
     */
    public Screen(Map<String, String> variables, IntSupplier terminal, boolean onTerminal) {
        this(variables, terminal, onTerminal, 0);
    }

    private Screen(Map<String, String> variables, IntSupplier terminal, boolean onTerminal, int inset) {
        this.variables = variables;
        this.terminal = terminal;
        this.onTerminal = onTerminal;
        this.inset = inset;
    }

    /** The current width in cells. */
    public int columns() {
        int columns = ofVariable();
        if (columns == 0) {
            columns = terminal.getAsInt();
        }
        return Math.max(NARROWEST, (columns == 0 ? DEFAULT_COLUMNS : columns) - inset);
    }

    /** The same screen for text that is indented. */
    public Screen inset(int cells) {
        Screen narrower = new Screen(variables, terminal, onTerminal, inset + cells);
        narrower.choose(choice);
        return narrower;
    }

    private int ofVariable() {
        String text = variables.getOrDefault("COLUMNS", "");
        return text.matches("[1-9]\\d{0,4}") ? Integer.parseInt(text) : 0;
    }

    /** What {@code --color} says. */
    public void choose(ColorChoice newChoice) {
        choice = newChoice;
    }

    /** Whether the text on standard output has colours. */
    public boolean isColor() {
        return switch (choice) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO ->
                onTerminal && variables.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(variables.get("TERM"));
        };
    }
}
