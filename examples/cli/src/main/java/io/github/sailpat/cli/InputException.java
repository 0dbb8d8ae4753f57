package io.github.sailpat.cli;

import java.io.IOException;

/** The input of a bulk job broke off. */
final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputException(long lines, IOException cause) {
        super("the input cannot be read after line " + lines + ": " + cause.getMessage(), cause);
    }
}
