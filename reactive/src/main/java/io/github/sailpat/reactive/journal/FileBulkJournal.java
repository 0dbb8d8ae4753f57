package io.github.sailpat.reactive.journal;

import io.github.sailpat.reactive.BulkJournal;
import io.github.sailpat.reactive.BulkJournalEntry;
import io.github.sailpat.reactive.BulkJournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * A journal in a file, one file per job. Each line is a JSON object with a checksum; the format is in the page on
 * journals. Entries are appended and forced to the disk, many at a time.
 *
 * <pre>{@code
 * tokens.createAll(requests, BulkOptions.create(o -> o
 *         .handOver(created -> vault.store(created.getName(), created))
 *         .journal(FileBulkJournal.of(Path.of("creates.journal")))));
 * }</pre>
 *
 * <p>The file must be on a file system with locks and a working {@code fsync}. While a job has it open, another job, of
 * this or of another process, is refused. Its last entries may be cut off by a crash; opening it cuts the torn rest. A
 * file that is damaged before its last forced entry is refused. The file contains keys, names, ids, outcomes and times,
 * and no secret; where the file system has POSIX permissions, only its owner may read it: a file that others may read
 * gets the permissions 0600 when a job opens it.
 *
 * <p>On POSIX systems a process loses the lock on a file when it closes any handle of it. This class opens a file once
 * in a process, by whatever path or link. Other code of the process must not open it while a job runs.
 *
 * <p>All of the file is read when it is opened, and the last entry of each key is kept in memory. Files are read and
 * written on {@link Schedulers#boundedElastic()}; results are signalled on {@link Schedulers#parallel()}.
 */
public final class FileBulkJournal implements BulkJournal {
    private final Path file;
    private final JournalStorage.Opener opener;

    FileBulkJournal(Path file, JournalStorage.Opener opener) {
        this.file = file;
        this.opener = opener;
    }

    /**
     * A journal in a file, which is created by the first job.
     *
     * @param file the file; its directory must exist
     * @return the journal; nothing is opened yet
     */
    public static FileBulkJournal of(Path file) {
        return new FileBulkJournal(file.toAbsolutePath().normalize(), FileStorage::open);
    }

    /**
     * {@inheritDoc}
     *
     * @return the session. {@link BulkJournalException} if another job has the file open, if it cannot be read or
     *     written, if it is no journal, of another version of the format or of another operation, or if it is damaged
     */
    @Override
    public Mono<Session> open(String operation) {
        return Mono.<Session>create(sink -> Schedulers.boundedElastic().schedule(() -> openFor(operation, sink)))
                .doOnDiscard(FileSession.class, session -> session.close().subscribe());
    }

    private void openFor(String operation, MonoSink<Session> sink) {
        try {
            Session session = FileSession.open(file, opener.open(file), operation);
            Schedulers.parallel().schedule(() -> sink.success(session));
        } catch (IOException e) {
            sink.error(unreadable(e));
        } catch (Throwable e) { // a fatal one too: who waits for the session would wait for ever
            sink.error(e);
        }
    }

    /**
     * Whether the file exists. Blocks for as long as the file system takes.
     *
     * @return {@code false} before the first job
     */
    public boolean exists() {
        return Files.exists(file);
    }

    /**
     * Reads a journal that no job of this process has open, without locking it: what is done, open, and lost. Until it
     * was read, no job of this process opens a journal.
     *
     * @return the last entry of each key, in the order of their first entries. {@link BulkJournalException} as for
     *     {@link #open}, except that another process may have it open
     */
    public Flux<BulkJournalEntry> read() {
        return Mono.fromCallable(this::readNow)
                .subscribeOn(Schedulers.boundedElastic())
                .flatMapIterable(contents -> contents.entries().values());
    }

    private JournalReader.Contents readNow() {
        try {
            JournalReader.Contents contents = OpenFiles.read(file, () -> JournalReader.read(file));
            if (contents == null) {
                throw new BulkJournalException("the journal " + file + " is in use by a job of this process", null);
            }
            return contents;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private BulkJournalException unreadable(IOException e) {
        return new BulkJournalException("the journal " + file + " cannot be opened: " + e, e);
    }

    /** The file. */
    @Override
    public String toString() {
        return "FileBulkJournal[" + file + ']';
    }
}
