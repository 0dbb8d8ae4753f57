package io.github.sailpat.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text in columns of a terminal, where a character takes one cell, two, or none. */
public final class TextColumns {
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

    private static final String ELLIPSIS = "…";

    private TextColumns() {}

    /** The text filled up with spaces, or cut at its end. */
    public static String fit(String text, int width) {
        return pad(cut(text, width), width);
    }

    /** The text filled up with spaces, or cut in its middle, because names often differ at their ends only. */
    public static String fitMiddle(String text, int width) {
        if (width(text) <= width) {
            return pad(text, width);
        }
        int end = (width - 1) / 2;
        return pad(head(text, width - 1 - end) + ELLIPSIS + tail(text, end), width);
    }

    /** The text, cut at its end if it is wider. */
    public static String cut(String text, int width) {
        return width(text) <= width ? text : head(text, width - 1) + ELLIPSIS;
    }

    /** The text in lines that are broken between words; a longer word is cut. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : Printable.plain(text).split(" +")) {
            if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > width) {
                lines.add(cut(line.toString(), width));
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(cut(line.toString(), width));
        return lines;
    }

    /** How many cells the text takes. */
    public static int width(String text) {
        return Printable.isVisibleAscii(text)
                ? text.length()
                : text.codePoints().map(TextColumns::cells).sum();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - width(text));
    }

    private static String head(String text, int room) {
        int used = 0;
        int at = 0;
        while (at < text.length() && used + cells(text.codePointAt(at)) <= room) {
            used += cells(text.codePointAt(at));
            at = text.offsetByCodePoints(at, 1);
        }
        return text.substring(0, at);
    }

    private static String tail(String text, int room) {
        int used = 0;
        int at = text.length();
        while (at > 0 && used + cells(text.codePointBefore(at)) <= room) {
            used += cells(text.codePointBefore(at));
            at = text.offsetByCodePoints(at, -1);
        }
        return text.substring(at);
    }

    private static int cells(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return Arrays.stream(WIDE).anyMatch(range -> range[0] <= character && character <= range[1]) ? 2 : 1;
    }
}
