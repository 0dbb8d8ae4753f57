package io.github.sailpat.cli.error;

import org.jspecify.annotations.Nullable;

/** A dry run has found that the patch cannot be applied. */
public final class DryRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DryRunException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
