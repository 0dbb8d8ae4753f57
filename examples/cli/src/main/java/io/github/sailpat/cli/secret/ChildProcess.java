package io.github.sailpat.cli.secret;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the programs that this process starts have in common: how they are started, and how long they may take. */
final class ChildProcess {
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private ChildProcess() {}

    /** A command line for the shell of the platform. */
    static List<String> shell(String commandLine) {
        return isWindows() ? List.of("cmd", "/c", commandLine) : List.of("/bin/sh", "-c", commandLine);
    }

    /**
     * The same, for a command that a Ctrl-C in the terminal does not end, except on Windows: it reaches this process
     * alone, which waits for the command.
     */
    static List<String> shellWithoutInterrupt(String commandLine) {
        return shell(isWindows() ? commandLine : "trap '' INT\n" + commandLine);
    }

    static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    /**
     * Waits for the end of a process, but not for programs that it has left behind.
     *
     * @return its exit code
     * @throws InterruptedIOException if it does not end in time
     */
    static int exitCode(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw timeout();
        }
        return process.exitValue();
    }

    static InterruptedIOException timeout() {
        return new InterruptedIOException("it has not ended within " + TIMEOUT.toSeconds() + " s");
    }

    /** Ends a process that is still running, and those that it has started. */
    static void destroy(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
