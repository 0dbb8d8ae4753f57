package io.github.sailpat.cli.terminal;

import io.github.sailpat.cli.profile.Keyring;
import io.github.sailpat.cli.screen.Printable;
import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.cli.secret.PasswordPrompt;
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
 * @param screen what tables and bars have to fit
 * @param prompt asks for a secret
 * @param keyring the keyring of the system
 * @param interruption the handler of Ctrl-C
 */
public record CommandEnvironment(
        Map<String, String> variables,
        Path directory,
        InputStream in,
        OutputStream out,
        PrintStream err,
        boolean terminal,
        boolean stderrTerminal,
        Screen screen,
        PasswordPrompt prompt,
        Keyring keyring,
        InterruptHandler interruption) {

    /** The home directory of the user. */
    public Path home() {
        String home = variables.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home", "") : home);
    }

    /** Writes results. If a bar is on the same terminal, it is taken away first, and is drawn again below them. */
    public void aboveBar(Runnable write) {
        if (!terminal || !stderrTerminal) {
            write.run();
            return;
        }
        synchronized (err) {
            err.print(ProgressLine.CLEAR);
            err.flush();
            write.run();
        }
    }

    /** Prints one line on standard error, whatever the text contains. */
    public void note(String text) {
        err.println(Printable.line(text));
        err.flush();
    }
}
