package io.github.sailpat.reactive.internal.operation.journal;

import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.BulkJournalState;

/**
 * What a job does with an input when it looked into its journal.
 *
 * @param <R> the result of the call
 */
public sealed interface Resumption<R> {
    /**
     * It is sent.
     *
     * @param inDoubt whether an earlier run has sent it, so that it may have been applied, although nothing of it was
     *     found
     * @param <R> the result of the call
     */
    record Send<R>(boolean inDoubt) implements Resumption<R> {}

    /**
     * An earlier run has emitted its outcome, or there is nothing more to do.
     *
     * @param state the outcome
     * @param <R> the result of the call
     */
    record Done<R>(BulkJournalState state) implements Resumption<R> {}

    /**
     * It was applied, and its result is known.
     *
     * @param result the result
     * @param <R> the result of the call
     */
    record Applied<R>(R result) implements Resumption<R> {}

    /**
     * The token was created, and its secret is lost.
     *
     * @param error says so
     * @param <R> the result of the call
     */
    record Lost<R>(SecretLostException error) implements Resumption<R> {}

    /**
     * It may have been applied.
     *
     * @param error says why nobody knows
     * @param <R> the result of the call
     */
    record Unclear<R>(Throwable error) implements Resumption<R> {}

    /**
     * It does not fit the journal, and is not sent.
     *
     * @param error says why
     * @param <R> the result of the call
     */
    record Refused<R>(Throwable error) implements Resumption<R> {}
}
