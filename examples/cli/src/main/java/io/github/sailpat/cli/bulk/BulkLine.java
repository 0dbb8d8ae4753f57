package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.error.InvalidLineException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of a bulk job's input.
 *
 * @param index the zero-based position among the lines that are not blank
 * @param number the number of the line, one for the first
 * @param size in bytes
 * @param ref the caller's own reference, if there is one
 * @param id the token that it names, if it does
 * @param request the request; {@code null} if the line is invalid
 * @param flaw why it is invalid
 * @param <T> what lines of this job ask for
 */
record BulkLine<T>(
        long index,
        long number,
        int size,
        @Nullable String ref,
        @Nullable String id,
        @Nullable T request,
        @Nullable InvalidLineException flaw) {

    /**
     * What is asked for.
     *
     * @throws InvalidLineException if the line is invalid
     */
    T toRequest() {
        if (flaw != null) {
            throw flaw;
        }
        return Objects.requireNonNull(request);
    }

    /** Without the content. */
    @Override
    public String toString() {
        return "line " + number;
    }
}
