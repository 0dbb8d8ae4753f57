package io.github.sailpat.cli.screen;

import java.util.regex.Pattern;

/** Makes text from outside safe for a terminal. */
public final class Printable {
    private static final int LONGEST_LINE = 2_000;
    /** The control sequences (CSI) and the operating system commands (OSC) of ECMA-48. */
    private static final Pattern ESCAPE_SEQUENCES =
            Pattern.compile("\u001B\\[[0-?]*[ -/]*[@-~]|\u001B\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?");
    /** Controls, line separators, lone surrogates, and what turns the direction of the text around. */
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]+");

    private Printable() {}

    /** The text without escape sequences, with a space for each run of other controls. */
    public static String plain(String text) {
        if (isVisibleAscii(text)) {
            return text;
        }
        return UNSAFE.matcher(ESCAPE_SEQUENCES.matcher(text).replaceAll("")).replaceAll(" ");
    }

    /** Whether the text is safe as it is, which is the usual case. */
    public static boolean isVisibleAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** The text as one line of bounded length. */
    public static String line(String text) {
        String plain = plain(text);
        return plain.length() <= LONGEST_LINE
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, LONGEST_LINE / 2)) + "…";
    }
}
