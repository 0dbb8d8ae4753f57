package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.journal.FileBulkJournal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import reactor.util.retry.Retry;

/** The options of a job that can be resumed. */
public final class JournalOptions {
    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Record in FILE what is sent. The same command line again resumes the job.")
    private @Nullable String file;

    @Option(names = "--status", description = "Print what the journal says is done, open and lost. Nothing is sent.")
    private boolean status;

    /** The journal, or {@code null} if none was asked for. */
    @Nullable
    public FileBulkJournal open(CommandEnvironment shell) {
        if (file == null) {
            return null;
        }
        try {
            return FileBulkJournal.of(shell.directory().resolve(Path.of(file)));
        } catch (InvalidPathException e) {
            throw new UsageException("the journal " + file + " is no valid path: " + e.getMessage(), null);
        }
    }

    /** Whether only the journal is to be printed. */
    public boolean isStatus() {
        if (status && file == null) {
            throw new UsageException("--status needs the journal: add --journal FILE", null);
        }
        return status;
    }

    /** What has an outcome by now: nothing if there is no file yet, or if it cannot be read, as the job says. */
    public static EarlierOutcomes earlierOutcomes(@Nullable FileBulkJournal journal) {
        try {
            return journal != null && journal.exists()
                    ? EarlierOutcomes.of(JournalStatus.read(journal), Instant.now())
                    : EarlierOutcomes.NONE;
        } catch (BulkJournalException e) {
            return EarlierOutcomes.NONE;
        }
    }

    /** Waits until no job of this process has the journal open, so that what was printed is recorded. */
    static void awaitClosed(FileBulkJournal journal, Duration longest) {
        if (journal.exists()) {
            journal.read()
                    .then()
                    .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(10)))
                    .timeout(longest)
                    .onErrorComplete()
                    .block();
        }
    }

    /** On a terminal, says what a crash would leave behind without a journal. */
    public void noteRisk(CommandEnvironment shell, int inFlight) {
        if (file == null && shell.stderrTerminal()) {
            shell.note("tokens: without --journal FILE, nobody would know after a crash what became of up to "
                    + inFlight + (inFlight == 1 ? " input" : " inputs"));
        }
    }
}
