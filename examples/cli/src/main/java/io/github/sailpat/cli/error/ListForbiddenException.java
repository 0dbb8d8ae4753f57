package io.github.sailpat.cli.error;

import io.github.sailpat.error.ForbiddenException;

/** The tokens of everybody may not be listed. */
public final class ListForbiddenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ListForbiddenException(ForbiddenException cause) {
        super(cause.getMessage(), cause);
    }
}
