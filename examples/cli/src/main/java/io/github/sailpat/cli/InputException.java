package io.github.sailpat.cli;

import java.io.IOException;

/** The input of a bulk job could not be read to its end. */
final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputException(long lines, IOException cause) {
        super("the input cannot be read after line " + lines + ": " + cause.getMessage(), cause);
    }
}
