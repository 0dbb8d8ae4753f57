package io.github.sailpat.redis;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals to other processes. */
final class Processes {
    private Processes() {}

    static void signal(Process process, String signal) {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
            if (!kill.waitFor(20, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("kill " + signal + " failed");
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
