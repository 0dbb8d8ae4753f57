package io.github.sailpat.reactive.internal.client;

import java.util.regex.Pattern;

/** Cleans and checks the text of a setting from an environment variable or a file. */
public final class SettingTextCleaner {
    private static final Pattern TRAILING_LINE_BREAK = Pattern.compile("(\\r\\n|\\n|\\r)\\z");
    private static final String QUOTES = "\"'`\u2018\u2019\u201c\u201d";

    private SettingTextCleaner() {}

    /**
     * Removes one trailing line break, which a file or a shell adds. Any other character that cannot be part of an id,
     * a secret or a URL is refused: otherwise it would be sent, and the error response would not tell the reason.
     *
     * @param name the name of the variable or the key
     * @param text its value
     * @return the value; it may be empty
     * @throws IllegalArgumentException with the rule that is broken; the message does not repeat the value
     */
    public static String clean(String name, String text) {
        String value = TRAILING_LINE_BREAK.matcher(text).replaceFirst("");
        require(
                value.codePoints().noneMatch(SettingTextCleaner::isInvisible),
                name,
                "a control character or a line break");
        require(value.codePoints().noneMatch(SettingTextCleaner::isBlank), name, "a blank");
        require(
                value.isEmpty() || (!isQuote(value.charAt(0)) && !isQuote(value.charAt(value.length() - 1))),
                name,
                "quotes around it");
        return value;
    }

    private static boolean isInvisible(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.FORMAT;
    }

    private static boolean isBlank(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private static boolean isQuote(char character) {
        return QUOTES.indexOf(character) >= 0;
    }

    private static void require(boolean condition, String name, String content) {
        if (!condition) {
            throw new IllegalArgumentException(
                    name + " must not have " + content + ": nothing was sent; remove it from the value");
        }
    }
}
