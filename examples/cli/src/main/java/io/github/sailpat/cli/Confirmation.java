package io.github.sailpat.cli;

import java.io.IOException;
import java.io.InputStream;

/** Asks before something is destroyed, where somebody is there to answer. */
final class Confirmation {
    private static final String YES = "yes";
    private static final int LONGEST = 100;

    private Confirmation() {}

    /**
     * Asks on a terminal. Elsewhere the answer is yes: nobody could give another.
     *
     * @param shell where
     * @param what will happen, as a sentence
     * @return whether to go on
     */
    static boolean of(Shell shell, String what) {
        if (!shell.terminal()) {
            return true;
        }
        shell.err().print(Printable.line("tokens: " + what + " Type " + YES + " to go on: "));
        shell.err().flush();
        return YES.equals(answer(shell.in()));
    }

    /** No more than the line is taken. */
    private static String answer(InputStream in) {
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
