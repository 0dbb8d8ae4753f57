package io.github.sailpat.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command is started from, and all that it knows of the world.
 *
 * @param variables the environment variables
 * @param directory the working directory
 * @param in standard input
 * @param out standard output, for results only; unbuffered
 * @param err standard error, in UTF-8
 * @param terminal whether standard output is a terminal
 * @param watched whether standard error is a terminal
 * @param interruption tells when to stop
 */
record Shell(
        Map<String, String> variables,
        Path directory,
        InputStream in,
        OutputStream out,
        PrintStream err,
        boolean terminal,
        boolean watched,
        Interruption interruption) {

    /** Prints one line on standard error, whatever the text holds. */
    void note(String text) {
        err.println(Printable.line(text));
        err.flush();
    }
}
