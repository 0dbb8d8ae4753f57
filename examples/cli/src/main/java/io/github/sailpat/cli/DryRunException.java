package io.github.sailpat.cli;

import org.jspecify.annotations.Nullable;

/** A dry run that shows that the change would fail. */
final class DryRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DryRunException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
