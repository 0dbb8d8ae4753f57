package io.github.sailpat.cli;

import java.io.IOException;
import java.io.OutputStream;

/** Takes nothing. */
public final class FailingOutput extends OutputStream {
    private final String why;

    public FailingOutput(String why) {
        this.why = why;
    }

    @Override
    public void write(int b) throws IOException {
        throw new IOException(why);
    }
}
