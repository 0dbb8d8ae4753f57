package io.github.sailpat.cli;

import java.util.Arrays;

/** Text in columns of a terminal, where a character takes one cell, two, or none. */
final class TextColumns {
    /** From and to: what East Asian Width (Unicode annex 11) calls wide, roughly, and emoji. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F},
        {0x2E80, 0x303E},
        {0x3041, 0xA4CF},
        {0xAC00, 0xD7A3},
        {0xF900, 0xFAFF},
        {0xFE30, 0xFE6F},
        {0xFF00, 0xFF60},
        {0xFFE0, 0xFFE6},
        {0x1F300, 0x1FAFF},
        {0x20000, 0x3FFFD}
    };

    private TextColumns() {}

    /** The text filled up with spaces, or cut short with an ellipsis. */
    static String fit(String text, int width) {
        if (text.length() <= width && Printable.isVisibleAscii(text)) {
            return text + " ".repeat(width - text.length());
        }
        StringBuilder fitted = new StringBuilder();
        int used = 0;
        boolean whole = text.codePoints().map(TextColumns::cells).sum() <= width;
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
        return Arrays.stream(WIDE).anyMatch(range -> range[0] <= character && character <= range[1]) ? 2 : 1;
    }
}
