package io.github.sailpat.reactive;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where a bulk job records what it sends and what came of it, so that a job whose process has died is resumed without a
 * duplicate and without a token that nobody knows. {@link io.github.sailpat.reactive.journal.FileBulkJournal} is a
 * file; a database can stand behind the same interface. Set it by {@link BulkOptions#getJournal()} or
 * {@link RotationOptions#getJournal()}.
 *
 * <p>The job appends a {@link BulkJournalState#SENT} entry and waits for it, sends the request, and appends an entry
 * with the outcome. Running the same job again on the same journal resumes it; {@link BulkOptions#getJournal()} says
 * what happens to each input.
 *
 * <p>No method may block the calling thread, and every error should be a {@link BulkJournalException} that says what to
 * do. Results may be signalled on any thread. A call without an answer within 30 s is cancelled, and the job stops and
 * fails with a {@link BulkJournalException}. When the client is closed, calls get 50 ms more. A session whose
 * {@code open} was cancelled is for the journal to close.
 */
public interface BulkJournal {
    /**
     * Opens the journal for one subscription to a job. The job sends nothing before.
     *
     * @param operation the operation of the job, for example {@code createPersonalAccessToken}: a journal is of one
     *     operation
     * @return the session. An error if another job has it open, if it is of another operation, or if it cannot be read
     */
    Mono<Session> open(String operation);

    /** A journal that is open for one job. Its methods may be called from any thread, also concurrently. */
    interface Session {
        /**
         * Looks for the last entry of a key.
         *
         * @param key the key of an input
         * @return its last entry, or empty if it has none
         */
        Mono<BulkJournalEntry> find(String key);

        /**
         * Looks for inputs that create a token of the same name under different keys.
         *
         * @param name the name of a token
         * @return the last entry of each key whose {@link BulkJournalEntry#getName()} is this name, in any order
         */
        Flux<BulkJournalEntry> findByName(String name);

        /**
         * Adds an entry, which replaces the entries of the same key before it. Entries that are appended concurrently
         * may be stored in one step.
         *
         * @param entry the entry
         * @return completes when the entry would survive the end of the process and of the machine. After an error the
         *     job stops, and sends nothing more
         */
        Mono<Void> append(BulkJournalEntry entry);

        /**
         * Closes the session when everything that was appended is stored. Called once, as the last method.
         *
         * @return completes when another job may open the journal
         */
        Mono<Void> close();
    }
}
