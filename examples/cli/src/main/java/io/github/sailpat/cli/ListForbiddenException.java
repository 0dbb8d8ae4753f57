package io.github.sailpat.cli;

import io.github.sailpat.error.ForbiddenException;

/** The tokens of everybody may not be listed. */
final class ListForbiddenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListForbiddenException(ForbiddenException cause) {
        super(cause.getMessage(), cause);
    }
}
