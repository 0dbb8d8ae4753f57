package io.github.sailpat.cli.terminal;

import io.github.sailpat.cli.error.OutputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Standard output: lines of UTF-8, buffered until they are flushed. */
public final class Results {
    private final OutputStream out;

    public Results(OutputStream out) {
        this.out = new BufferedOutputStream(out, 32 * 1024);
    }

    /**
     * Adds a text.
     *
     * @param text its line ends included
     * @throws OutputException if standard output cannot be written
     */
    public void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }
}
