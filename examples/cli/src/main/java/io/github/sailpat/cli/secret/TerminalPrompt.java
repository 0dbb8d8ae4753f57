package io.github.sailpat.cli.secret;

import java.io.Console;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/**
 * Asks on the terminal of the process, even if its standard streams are files. The console of Java is there only if
 * both are the terminal, so {@code stty} switches the echo off and on again.
 */
public final class TerminalPrompt implements PasswordPrompt {
    private static final File TERMINAL = new File("/dev/tty");
    private static final int LONGEST = 4096;
    private static final String NO_TERMINAL =
            "there is no terminal to ask on; use --secret-from env:NAME or fd:3, or --secret-command";

    @Override
    public String ask(String question) throws IOException {
        return TERMINAL.exists() ? onTerminal(question) : onConsole(question);
    }

    private static String onTerminal(String question) throws IOException {
        if (!isOpen()) {
            throw new IOException(NO_TERMINAL);
        }
        Thread restore = new Thread(TerminalPrompt::showQuietly, "echo");
        try (InputStream in = Files.newInputStream(TERMINAL.toPath());
                OutputStream out = new FileOutputStream(TERMINAL)) {
            Runtime.getRuntime().addShutdownHook(restore);
            try {
                stty("-echo"); // before the question, after which somebody may type at once
                out.write(question.getBytes(StandardCharsets.UTF_8));
                return line(in);
            } finally {
                stty("echo");
                Runtime.getRuntime().removeShutdownHook(restore);
                out.write('\n');
            }
        } catch (IllegalStateException e) {
            throw new IOException("the command is being stopped", e);
        }
    }

    /** A process of a service has no terminal, although the file is there. */
    private static boolean isOpen() {
        try (InputStream in = Files.newInputStream(TERMINAL.toPath())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n' && line.length() < LONGEST; next = in.read()) {
            line.append((char) next);
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static void showQuietly() {
        try {
            stty("echo");
        } catch (IOException e) {
            // The terminal is gone.
        }
    }

    private static void stty(String setting) throws IOException {
        Process stty = new ProcessBuilder("stty", setting)
                .redirectInput(TERMINAL)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!stty.waitFor(2, TimeUnit.SECONDS) || stty.exitValue() != 0) {
                throw new IOException("the terminal's echo cannot be switched off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // it is null before 22, and has no password without a terminal after that
    private static String onConsole(String question) throws IOException {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("%s", question);
        if (typed == null) {
            throw new IOException(NO_TERMINAL);
        }
        return new String(typed);
    }
}
