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
        Process gpg = new ProcessBuilder(
                        "gpg",
                        "--homedir",
                        keys.toString(),
                        "--batch",
                        "--verify",
                        signature.toString(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        gpg.getInputStream().transferTo(OutputStream.nullOutputStream());
        try {
            return gpg.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
