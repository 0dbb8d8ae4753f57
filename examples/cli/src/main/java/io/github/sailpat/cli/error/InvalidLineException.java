package io.github.sailpat.cli.error;

/** A line of a bulk job's input breaks a rule. The message names the rule and the member, never a value. */
public final class InvalidLineException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidLineException(String message) {
        super(message);
    }
}
