package io.github.sailpat.cli;

import org.jspecify.annotations.Nullable;

/** A dry run has found that the patch cannot be applied. */
final class DryRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DryRunException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
