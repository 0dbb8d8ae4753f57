package io.github.sailpat.cli;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/** Text in columns of a terminal, where a character takes one cell, two, or none. */
final class Columns {
    private static final Set<UnicodeScript> WIDE =
            Set.of(UnicodeScript.HAN, UnicodeScript.HANGUL, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA);

    private Columns() {}

    /** The text filled up with spaces, or cut short with an ellipsis. */
    static String fit(String text, int width) {
        StringBuilder fitted = new StringBuilder();
        int used = 0;
        boolean whole = text.codePoints().map(Columns::cells).sum() <= width;
        int room = whole ? width : width - 1;
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            int character = text.codePointAt(at);
            if (used + cells(character) > room) {
                break;
            }
            fitted.appendCodePoint(character);
            used += cells(character);
        }
        if (!whole) {
            fitted.append('…');
            used++;
        }
        return fitted.append(" ".repeat(width - used)).toString();
    }

    private static int cells(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean emoji = character >= 0x1F300 && character <= 0x1FAFF;
        return emoji || WIDE.contains(UnicodeScript.of(character)) ? 2 : 1;
    }
}
