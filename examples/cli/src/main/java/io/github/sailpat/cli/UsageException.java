package io.github.sailpat.cli;

import org.jspecify.annotations.Nullable;

/** Wrong usage or configuration, found before anything was sent. */
final class UsageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String hint;

    UsageException(String message, @Nullable String hint) {
        super(message);
        this.hint = hint;
    }

    @Nullable
    String getHint() {
        return hint;
    }
}
