package io.github.sailpat.cli.error;

import java.io.IOException;

/** The input of a bulk job could not be read to its end. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InputException(long lines, IOException cause) {
        super("the input cannot be read after line " + lines + ": " + cause.getMessage(), cause);
    }
}
