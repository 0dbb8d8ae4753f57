package io.github.sailpat.cli;

import org.jspecify.annotations.Nullable;

/** A token was looked for and not found. */
final class LookupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LookupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
