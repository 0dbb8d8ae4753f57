package io.github.sailpat.cli;

import java.io.IOException;
import java.io.InputStream;

/** Asks before something is destroyed, where somebody is there to answer. */
final class Confirmation {
    private static final int LONGEST = 100;

    private Confirmation() {}

    /**
     * Asks on a terminal. Elsewhere the answer is yes: nobody could give another.
     *
     * @param shell where
     * @param what will happen, as a sentence
     * @param answer what has to be typed to go on
     * @return whether to go on
     */
    static boolean of(Shell shell, String what, String answer) {
        if (!shell.terminal()) {
            return true;
        }
        shell.err().print(Printable.line("tokens: " + what + " Type " + answer + " to go on: "));
        shell.err().flush();
        return answer.equals(typed(shell.in()));
    }

    /** No more than the line is taken. */
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
