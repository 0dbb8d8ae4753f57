package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.handover.SecretDelivery;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.PersonalAccessTokens;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * What the lines of one bulk command are, and what is done with them.
 *
 * @param <T> what a line asks for
 * @param <R> what comes out
 */
interface BulkAction<T, R> {
    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException with the rule that is broken
     */
    T read(JsonMembers line);

    BulkJob<BulkLine<T>, R> job(PersonalAccessTokens tokens, Publisher<BulkLine<T>> lines, BulkOptions options);

    /** What the request of a line is known by: the name of its token, or its id. */
    String nameOrId(T request);

    /** The key of a line in a journal. */
    @SuppressWarnings("unchecked") // all inputs of the job are lines of this kind
    default String key(Object input) {
        BulkLine<T> line = (BulkLine<T>) input;
        String ref = line.ref();
        return ref == null ? nameOrId(line.toRequest()) : ref;
    }

    /** What a line does: create, patch or delete. */
    String change();

    /**
     * The token to print, if there is one. A secret that has a target is handed over.
     *
     * @throws io.github.sailpat.cli.secret.HandOverException if it could not be handed over
     */
    @Nullable
    Map<String, @Nullable Object> token(R result);

    /** Where the secrets of created tokens go. */
    default SecretDelivery delivery() {
        return new SecretDelivery(null);
    }

    /** What else there is to say of each line, whatever became of it. */
    default Map<String, @Nullable Object> details(T request) {
        return Map.of();
    }
}
