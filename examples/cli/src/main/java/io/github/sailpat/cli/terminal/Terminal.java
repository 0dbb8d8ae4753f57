package io.github.sailpat.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out whether a standard stream is a terminal. */
public final class Terminal {
    private Terminal() {}

    public static boolean isStdout() {
        return isTerminal(1);
    }

    public static boolean isStderr() {
        return isTerminal(2);
    }

    /**
     * Whether a standard stream is a terminal. Java knows only whether standard input and output both are, and
     * from version 22 on {@code System.console()} always exists. On Linux the file descriptor is exact.
     */
    @SuppressWarnings("SystemConsoleNull") // asked for before 22 only
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return Runtime.version().feature() < 22 && System.console() != null;
        }
    }
}
