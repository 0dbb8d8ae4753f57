package io.github.sailpat.cli.error;

import org.jspecify.annotations.Nullable;

/** Wrong usage or configuration, found before anything was sent. */
public final class UsageException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String hint;

    public UsageException(String message, @Nullable String hint) {
        super(message);
        this.hint = hint;
    }

    @Nullable
    public String getHint() {
        return hint;
    }
}
