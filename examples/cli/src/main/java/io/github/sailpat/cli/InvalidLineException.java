package io.github.sailpat.cli;

/** A line of a bulk job's input breaks a rule. The message names the rule and the member, never a value. */
final class InvalidLineException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidLineException(String message) {
        super(message);
    }
}
