package io.github.sailpat.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Verifies signatures with the command of GnuPG.
 *
 * @param keys the directory of its keys
 */
record Signatures(Path keys) {

    boolean isValid(Path signature, Path file) throws IOException {
        return run("gpg", "--homedir", keys.toString(), "--batch", "--verify", signature.toString(), file.toString())
                == 0;
    }

    /** Ends the agent of the keys, which stays otherwise. */
    void stopAgent() throws IOException {
        run("gpgconf", "--homedir", keys.toString(), "--kill", "gpg-agent");
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
