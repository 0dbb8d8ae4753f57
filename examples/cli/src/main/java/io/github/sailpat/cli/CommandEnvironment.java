package io.github.sailpat.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * The environment of a command: variables, working directory and streams.
 *
 * @param variables the environment variables
 * @param directory the working directory
 * @param in standard input
 * @param out standard output, for results only; unbuffered
 * @param err standard error, in UTF-8
 * @param terminal whether standard output is a terminal
 * @param stderrTerminal whether standard error is a terminal
 * @param interruption the handler of Ctrl-C
 */
record CommandEnvironment(
        Map<String, String> variables,
        Path directory,
        InputStream in,
        OutputStream out,
        PrintStream err,
        boolean terminal,
        boolean stderrTerminal,
        InterruptHandler interruption) {

    /** Prints one line on standard error, whatever the text contains. */
    void note(String text) {
        err.println(Printable.line(text));
        err.flush();
    }
}
