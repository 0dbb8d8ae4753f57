package io.github.sailpat.reactive.internal.operation.bulk;

import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.internal.operation.journal.JobSession;
import io.github.sailpat.reactive.internal.operation.journal.JournaledInput;
import io.github.sailpat.reactive.internal.operation.journal.Resumption;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * The call of one input of a job with a journal.
 *
 * @param <R> the result
 */
public interface JournaledCallSpec<R> {
    /** Who records that the call has succeeded. */
    enum SuccessRecord {
        /** The item, before its outcome is emitted. */
        BY_ITEM,
        /** The call itself, when the secret was handed over. */
        BY_CALL,
        /** The subscriber, which takes the secret from the outcome. */
        BY_ACKNOWLEDGEMENT
    }

    /**
     * Describes the calls of a job.
     *
     * @param <I> the input
     * @param <R> the result
     */
    @FunctionalInterface
    interface Factory<I, R> {
        /**
         * Describes the call of an input. If it throws, the input is rejected with that error.
         *
         * @param input the input
         * @param session the journal
         * @param received for a create, takes the token as soon as it was read from the response
         * @return the call
         */
        JournaledCallSpec<R> describe(I input, JobSession session, Consumer<CreatedPersonalAccessToken> received);
    }

    JournaledInput input();

    /** Throws if the options do not allow the call. */
    default void requireAllowed() {}

    /**
     * Prepares the call.
     *
     * @param inDoubt whether an earlier run may have applied it
     * @return the call, which is not yet subscribed to
     */
    BulkCallFactory.Prepared<R> prepare(boolean inDoubt);

    /**
     * Looks into an input that an earlier run has sent and that has no outcome.
     *
     * @param entry its entry
     * @return what to do
     */
    default Mono<Resumption<R>> resume(BulkJournalEntry entry) {
        return Mono.just(new Resumption.Send<>(true));
    }

    /**
     * What the lookup has found out is not emitted.
     *
     * @param error says that the token exists or may exist
     */
    default void abandoned(Throwable error) {}

    /**
     * What the journal records of an outcome of this run.
     *
     * @param outcome the outcome
     * @return the state. An input whose error has stopped the job was not applied, and is sent again
     */
    default BulkJournalState recorded(BulkOutcome<?, R> outcome) {
        if (outcome instanceof BulkOutcome.Succeeded) {
            return BulkJournalState.SUCCEEDED;
        } else if (outcome instanceof BulkOutcome.Unknown) {
            return BulkJournalState.UNKNOWN;
        } else if (outcome instanceof BulkOutcome.SecretLost) {
            return BulkJournalState.SECRET_LOST;
        }
        Throwable error = outcome.getError();
        return outcome instanceof BulkOutcome.Rejected && error != null && !JobStoppingErrors.isOne(error)
                ? BulkJournalState.REJECTED
                : BulkJournalState.NOT_ATTEMPTED;
    }

    default SuccessRecord successRecord() {
        return SuccessRecord.BY_ITEM;
    }
}
