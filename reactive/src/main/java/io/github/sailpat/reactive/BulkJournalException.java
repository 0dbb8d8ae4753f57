package io.github.sailpat.reactive;

import io.github.sailpat.internal.disconnect.DisconnectMessageRewriter;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BulkJournal} cannot be opened, read or written, or does not fit the inputs. If a job fails with it, the job
 * has sent nothing that it could not record, and every input that was sent has its outcome.
 */
public final class BulkJournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An error.
     *
     * @param message what happened to which journal, and what to do
     * @param cause the cause, or {@code null}; an I/O error becomes a suppressed one, as in a
     *     {@link io.github.sailpat.error.SailPointException}
     */
    @SuppressWarnings("this-escape") // into addSuppressed, which is final
    public BulkJournalException(String message, @Nullable Throwable cause) {
        super(DisconnectMessageRewriter.replace(message), DisconnectMessageRewriter.cause(cause));
        DisconnectMessageRewriter.suppress(this, cause);
    }
}
