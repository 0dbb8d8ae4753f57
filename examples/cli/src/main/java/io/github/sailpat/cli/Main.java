package io.github.sailpat.cli;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.profile.Keyring;
import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.cli.screen.TerminalSize;
import io.github.sailpat.cli.secret.TerminalPrompt;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.cli.terminal.InterruptHandler;
import io.github.sailpat.cli.terminal.SignalHandlers;
import io.github.sailpat.cli.terminal.Terminal;
import io.github.sailpat.cli.terminal.Utf8Arguments;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process: its arguments, streams and exit code. */
public final class Main {
    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        // Netty would rewrite its event classes for Java Flight Recorder, which takes a tenth of a second.
        System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        InterruptHandler interruption = new InterruptHandler();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interruption.stopAndWait(err), "interruption"));
        SignalHandlers.onInterrupt(interruption);
        TerminalSize size = new TerminalSize();
        SignalHandlers.onWindowChange(size::forget);
        int exitCode = ExitCode.FAILED;
        try {
            CommandEnvironment shell = new CommandEnvironment(
                    System.getenv(),
                    Path.of(""),
                    System.in,
                    new FileOutputStream(FileDescriptor.out),
                    err,
                    Terminal.isStdout(),
                    Terminal.isStderr(),
                    new Screen(System.getenv(), size, Terminal.isStdout()),
                    new TerminalPrompt(),
                    new Keyring(System.getProperty("os.name", "")),
                    interruption);
            exitCode = Tokens.run(Utf8Arguments.of(args), shell);
        } finally {
            interruption.finished();
        }
        // Where a Ctrl-C has begun to end the process this call never returns, and the code is that of the signal.
        System.exit(exitCode);
    }
}
