package io.github.sailpat.jsonpatch;

/** Quotes a text from outside in a message: short, and on one line, so that it cannot forge a log entry. */
final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().limit(LONGEST).forEach(c -> quoted.appendCodePoint(isPlain(c) ? c : '\uFFFD'));
        return quoted.append(text.codePointCount(0, text.length()) > LONGEST ? "…'" : "'")
                .toString();
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
