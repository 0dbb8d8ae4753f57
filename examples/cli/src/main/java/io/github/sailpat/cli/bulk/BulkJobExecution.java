package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.cli.terminal.BlockingSubscriber;
import io.github.sailpat.cli.terminal.BulkProgressBar;
import io.github.sailpat.cli.terminal.InterruptHandler;
import io.github.sailpat.cli.terminal.ProgressLine;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.journal.FileBulkJournal;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Runs a bulk job from its input to its report.
 *
 * @param <T> what a line asks for
 * @param <R> what comes out
 */
final class BulkJobExecution<T, R> {
    /** The maximum number of outcomes that wait for standard output. It is small, because they contain secrets. */
    static final int AHEAD = 16;
    /** How long what was printed may take to be recorded: less than the second that an abort has. */
    private static final Duration LAST_ENTRIES = Duration.ofMillis(800);
    /** The same, if the process does not end before. */
    private static final Duration AFTER_ABORT = Duration.ofSeconds(10);

    private final Session session;
    private final BulkAction<T, R> lines;
    private final BulkInput<T> input;
    private final OutcomePrinter<T, R> report;
    private final @Nullable FileBulkJournal journal;
    private EarlierOutcomes before = EarlierOutcomes.NONE;
    /** The lines of this run that have an outcome of an earlier one, which is no success. */
    private final LongAdder failedBefore = new LongAdder();

    private final AtomicReference<@Nullable BulkJob<BulkLine<T>, R>> running = new AtomicReference<>();

    BulkJobExecution(Session session, BulkAction<T, R> lines, BulkInput<T> input, @Nullable FileBulkJournal journal) {
        this.journal = journal;
        this.session = session;
        this.lines = lines;
        this.input = input;
        this.report = new OutcomePrinter<>(session.shell(), lines, this::stop);
    }

    /** Receives secrets that the job can no longer deliver. */
    Consumer<CreatedPersonalAccessToken> rescue() {
        return report::rescued;
    }

    /** Runs the job and returns the exit code. */
    int run(PersonalAccessTokens tokens, BulkOptions options) {
        long start = System.nanoTime();
        before = JournalOptions.earlierOutcomes(journal);
        // A line that was done before has no outcome.
        Flux<BulkLine<T>> all = journal == null
                ? input.lines()
                : input.lines().doOnNext(input::done).doOnNext(this::countFailedBefore);
        BulkJob<BulkLine<T>, R> job = lines.job(tokens, all, options);
        running.set(job);
        try (ProgressLine line =
                new ProgressLine(session.shell(), () -> BulkProgressBar.text(job.getProgress(), input.share()))) {
            report(job);
            input.forRest(this::notAttempted);
        } catch (BulkJournalException e) {
            input.forRest(this::notAttempted);
            summarise(session, report, start);
            return session.report("tokens: the job was stopped", e);
        }
        summarise(session, report, start);
        if (!before.done().isEmpty()) {
            session.shell()
                    .note(EarlierOutcomes.note(job.getProgress().getDoneBefore() + " lines", failedBefore.sum()));
        }
        int exitCode = exitCode(session, report);
        return exitCode == ExitCode.DONE && failedBefore.sum() > 0 ? ExitCode.FAILED : exitCode;
    }

    /** Reports each line of a job that was stopped before it began; does nothing if it has begun. */
    void reportUnbegun() {
        if (running.get() == null) {
            long start = System.nanoTime();
            input.forRest(this::notAttempted);
            summarise(session, report, start);
        }
    }

    private void countFailedBefore(BulkLine<T> line) {
        if (has(before.failed(), line)) {
            failedBefore.increment();
        }
    }

    private boolean has(Set<String> keys, BulkLine<T> line) {
        return !keys.isEmpty() && line.flaw() == null && keys.contains(lines.key((Object) line));
    }

    private void notAttempted(BulkLine<T> line) {
        if (!has(before.done(), line)) {
            report.notAttempted(line);
        }
    }

    @SuppressWarnings("unchecked") // all lines of the job are of one kind
    private void report(BulkJob<BulkLine<T>, R> job) {
        BlockingSubscriber<BulkOutcome<BulkLine<T>, R>> arrivals =
                BlockingSubscriber.of(job.doOnDiscard(BulkLine.class, input::putBack), AHEAD);
        InterruptHandler interruption = session.shell().interruption();
        interruption.onStop(job::stop);
        AtomicBoolean aborted = new AtomicBoolean();
        interruption.onAbort(() -> {
            aborted.set(true);
            arrivals.stop(outcome -> report(job, outcome));
            report.noteUndelivered();
            if (journal != null) {
                JournalOptions.awaitClosed(journal, LAST_ENTRIES); // the process ends
            }
        });
        arrivals.forEach(
                outcome -> {
                    report(job, outcome);
                    if (journal == null) {
                        input.done(outcome.getInput());
                    }
                },
                () -> {});
        if (journal != null && aborted.get()) {
            JournalOptions.awaitClosed(journal, AFTER_ABORT); // the client is closed
        }
    }

    /** One step, so that an abort comes either before the line or when it is acknowledged. */
    private synchronized void report(BulkJob<BulkLine<T>, R> job, BulkOutcome<BulkLine<T>, R> outcome) {
        if (report.outcome(outcome)) {
            job.acknowledge(outcome);
        } else {
            job.markSecretLost(outcome);
        }
    }

    private void stop() {
        BulkJob<BulkLine<T>, R> job = running.get();
        if (job != null) {
            job.stop();
        }
    }

    /** Prints the counts and the time. */
    static void summarise(Session session, OutcomePrinter<?, ?> report, long startNanos) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        long count = report.count();
        session.shell()
                .note(String.format(
                        Locale.ROOT,
                        "tokens: %s; %d in %.1f s, %.1f/s; %s",
                        report.summary(),
                        count,
                        seconds,
                        count / Math.max(seconds, 0.001),
                        session.requests()));
        report.noteUndelivered();
    }

    /** The exit code, after a line with the reason why the job was stopped. */
    static int exitCode(Session session, OutcomePrinter<?, ?> report) {
        Throwable refusal = report.refusal();
        OutputException broken = report.broken();
        int exitCode = report.isAllDone() ? ExitCode.DONE : ExitCode.FAILED;
        if (broken != null) {
            exitCode = session.report("tokens: the job was stopped", broken);
        }
        if (refusal != null) {
            session.report("tokens: the job was stopped", refusal);
            exitCode = ExitCode.AUTHENTICATION;
        }
        return exitCode;
    }
}
