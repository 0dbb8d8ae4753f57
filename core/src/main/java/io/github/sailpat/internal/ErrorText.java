package io.github.sailpat.internal;

import java.util.function.UnaryOperator;

/** Makes a text from outside safe to be a part of a message. */
final class ErrorText {
    private ErrorText() {}

    /**
     * On one line, so that it cannot forge a log entry, and without format characters, which change what is shown. The
     * credentials are masked in between: not before, because a format character may divide one, and not after, because
     * the cut may.
     */
    static String line(String text, UnaryOperator<String> mask, int maxLength) {
        StringBuilder line = new StringBuilder();
        text.strip()
                .codePoints()
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .forEach(line::appendCodePoint);
        String masked = mask.apply(line.toString());
        return masked.codePointCount(0, masked.length()) <= maxLength
                ? masked
                : masked.substring(0, masked.offsetByCodePoints(0, maxLength));
    }
}
