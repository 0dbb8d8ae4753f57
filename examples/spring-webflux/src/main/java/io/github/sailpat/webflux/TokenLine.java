package io.github.sailpat.webflux;

import org.jspecify.annotations.Nullable;

/**
 * One line of a bulk job's input.
 *
 * @param id the token's id; a line without one is rejected
 * @param error why the line cannot be read, if it cannot
 */
record TokenLine(@Nullable String id, @Nullable RuntimeException error) {
    /** The id, for the job: what it throws is the line's outcome. */
    @Nullable
    String require() {
        if (error != null) {
            throw error;
        }
        return id;
    }
}
