package io.github.sailpat.cli.terminal;

import io.github.sailpat.cli.screen.Printable;
import java.io.IOException;
import java.io.InputStream;

/** Asks for a confirmation on a terminal before something is deleted. */
public final class ConfirmationPrompt {
    private static final int LONGEST = 100;

    private ConfirmationPrompt() {}

    /**
     * Asks, if standard output is a terminal. Otherwise the action is confirmed.
     *
     * @param shell the streams
     * @param what will happen, as a sentence
     * @param expected the text to type for a confirmation
     * @return whether the action is confirmed
     */
    public static boolean of(CommandEnvironment shell, String what, String expected) {
        if (!shell.terminal()) {
            return true;
        }
        shell.err().print(Printable.line("tokens: " + what + " Type " + expected + " to continue: "));
        shell.err().flush();
        return expected.equals(typed(shell.in()));
    }

    /** Reads no more than the line. */
    private static String typed(InputStream in) {
        StringBuilder line = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0 && next != '\n' && line.length() < LONGEST; next = in.read()) {
                line.append((char) next);
            }
        } catch (IOException e) {
            return "";
        }
        return line.toString().strip();
    }
}
