package io.github.sailpat.cli.error;

import org.jspecify.annotations.Nullable;

/** A token was looked for and not found. */
public final class LookupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LookupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
