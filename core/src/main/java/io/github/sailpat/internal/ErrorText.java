package io.github.sailpat.internal;

/** Makes a text from outside safe to be a part of a message. */
final class ErrorText {
    private ErrorText() {}

    /** On one line, so that it cannot forge a log entry, and without format characters, which change what is shown. */
    static String line(String text, int maxLength) {
        StringBuilder line = new StringBuilder();
        text.strip()
                .codePoints()
                .limit(maxLength)
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
