package io.github.sailpat.reactive;

/** What a {@link BulkJournal} knows of an input. */
public enum BulkJournalState {
    /** It is about to be sent, or was sent: it may have been applied. */
    SENT,
    /** Of a rotation: everything is done but the delete of the old token, which the next run repeats. */
    DELETING_OLD,
    /** It was applied; of a create, its secret was handed over. */
    SUCCEEDED,
    /** It was not applied. */
    REJECTED,
    /** It may have been applied, and its outcome says so. */
    UNKNOWN,
    /** A token was created, and its secret is lost. */
    SECRET_LOST,
    /** It was not sent after all. */
    NOT_ATTEMPTED;

    /**
     * Whether the input has its outcome, so that a resumed job neither sends it nor emits its outcome again.
     *
     * @return {@code false} if it is sent, or looked into
     */
    public boolean isFinal() {
        return this == SUCCEEDED || this == REJECTED || this == UNKNOWN || this == SECRET_LOST;
    }
}
