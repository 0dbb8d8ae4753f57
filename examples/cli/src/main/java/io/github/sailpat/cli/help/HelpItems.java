package io.github.sailpat.cli.help;

import io.github.sailpat.cli.screen.TextColumns;
import java.util.List;

/** Terms and their descriptions, side by side, or one below the other where there is no room for that. */
final class HelpItems {
    /** Less is not enough for two columns. */
    private static final int TWO_COLUMNS = 80;

    private static final int WIDEST_TERM = 24;
    private static final String MARGIN = "  ";
    private static final String BELOW = "      ";

    private final int width;
    private final boolean color;

    HelpItems(int width, boolean color) {
        this.width = width;
        this.color = color;
    }

    /**
     * A term.
     *
     * @param term for example an option
     * @param description its description
     */
    record Item(String term, String description) {}

    String of(List<Item> items) {
        int column = items.stream()
                .mapToInt(item -> item.term().length())
                .filter(length -> length <= WIDEST_TERM)
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        items.forEach(item -> text.append(width < TWO_COLUMNS ? below(item) : beside(item, column)));
        return text.toString();
    }

    private String below(Item item) {
        return MARGIN + bold(item.term()) + '\n' + described(item, BELOW, BELOW);
    }

    private String beside(Item item, int column) {
        String indent = " ".repeat(column + 2 * MARGIN.length());
        int spare = column - item.term().length();
        String term = MARGIN + bold(item.term());
        return spare < 0
                ? term + '\n' + described(item, indent, indent)
                : described(item, term + " ".repeat(spare) + MARGIN, indent);
    }

    /** The description in lines; the first one has another beginning, of the same width. */
    private String described(Item item, String first, String others) {
        return first + String.join('\n' + others, TextColumns.wrap(item.description(), width - others.length())) + '\n';
    }

    private String bold(String term) {
        return color ? "\u001B[1m" + term + "\u001B[0m" : term;
    }
}
