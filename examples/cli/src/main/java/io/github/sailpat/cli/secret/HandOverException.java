package io.github.sailpat.cli.secret;

import org.jspecify.annotations.Nullable;

/** A secret could not be handed over. No message contains it. */
public final class HandOverException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * The failure of one hand-over.
     *
     * @param message what happened
     * @param cause why, or {@code null}
     */
    public HandOverException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
