package io.github.sailpat.cli.rotation;

import io.github.sailpat.cli.bulk.EarlierOutcomes;
import io.github.sailpat.cli.bulk.JournalOptions;
import io.github.sailpat.cli.bulk.JournalStatus;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.handover.HandOverOptions;
import io.github.sailpat.cli.handover.SecretDelivery;
import io.github.sailpat.cli.option.Converters;
import io.github.sailpat.cli.output.TokenPrinter;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.cli.terminal.BlockingSubscriber;
import io.github.sailpat.cli.terminal.BulkProgressBar;
import io.github.sailpat.cli.terminal.ConfirmationPrompt;
import io.github.sailpat.cli.terminal.InterruptHandler;
import io.github.sailpat.cli.terminal.ProgressLine;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkJournalException;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.reactive.journal.FileBulkJournal;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Rotates tokens. The secret of a successor is handed over by printing it. */
@Command(
        name = "rotate",
        description = "Replace tokens of your own: create a successor, print it, verify it, delete the old one.",
        sortOptions = false,
        footer = {
            "",
            "Tokens are rotated one after the other. You can own ten tokens, the successor included."
                    + " Its name is NAME (after ID), with the end of the old id; it has the scopes, the"
                    + " validity and the lifetime of the old token. If the API version does not allow that"
                    + " lifetime, the token is rejected and nothing is created: add --lifetime, or choose"
                    + " another --api-version.",
            "",
            "Output is always JSON Lines, whatever --output says: one line for each ID,"
                    + " {\"id\":OLD,\"token\":{…},\"outcome\":…}. The token, with its secret, is printed as"
                    + " soon as it exists, and the outcome before the old one is deleted: succeeded if an"
                    + " access token was fetched with it. Others are rejected (nothing was created), unknown"
                    + " (the successor may exist), secret_lost (it exists) and not_attempted; they have an"
                    + " \"error\".",
            "",
            "Run it again after a failure: an unused successor is replaced. If the successor was"
                    + " used, neither token is changed until you delete one of them.",
            "",
            "Ctrl-C finishes the current token; the rest is not_attempted. On a terminal you are" + " asked first.",
            "",
            "With --journal the same command line again resumes a job whose process has died: tokens"
                    + " that have an outcome are skipped. If only the delete of an old token was left, it is"
                    + " deleted; the token of this command itself only if it runs with the credentials of"
                    + " the successor.",
            "",
            "Exit code: 0 all done, 1 at least one has no successor or was not deleted, 2 wrong"
                    + " usage, 3 the credentials were refused, 130 stopped by Ctrl-C."
        })
public final class RotateCommand implements Callable<Integer> {
    /** List, create, delete, and reconciliation of the create. */
    private static final int CALLS = 4;
    /** Create, delete. */
    private static final int REQUESTS = 2;
    /** The rotations that share a list. */
    private static final long PER_LIST = 10;

    /** How long the new secret may be refused, and the last try may take. */
    public static final Duration VERIFICATION = Duration.ofSeconds(45);

    private static final int AHEAD = 2;

    private final Session session;

    @Mixin
    private final RotationSelection selection = new RotationSelection();

    @Option(
            names = "--lifetime",
            paramLabel = "AGE",
            converter = Converters.Age.class,
            description = "The lifetime of each successor, as 180d. Default: that of the old token.")
    private @Nullable Duration lifetime;

    @Option(names = "--yes", description = "Do not ask for a confirmation.")
    private boolean yes;

    @Mixin
    private final JournalOptions journal = new JournalOptions();

    @Mixin
    private final HandOverOptions handOver = new HandOverOptions();

    @Option(names = "--dry-run", description = "Print the tokens and the number of requests, and change nothing.")
    private boolean dryRun;

    public RotateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        FileBulkJournal file = journal.open(session.shell());
        if (journal.isStatus() && file != null) {
            return JournalStatus.print(file, session.shell());
        }
        selection.check();
        checkLifetime();
        if (selection.isAll() && !dryRun && !yes && !session.shell().terminal()) {
            throw new UsageException(
                    "nothing was done: there is no terminal for the confirmation",
                    "Check with --dry-run, and then add --yes.");
        }
        SecretDelivery delivery = handOver.delivery(session.shell(), selection.isMany());
        EarlierOutcomes before = JournalOptions.earlierOutcomes(file);
        if (dryRun) {
            return session.cut(tokens -> printSelection(tokens, before));
        }
        journal.noteRisk(session.shell(), 1);
        return session.cut(
                tokens -> rotate(selection.ids(tokens, session, before.recent()), tokens, delivery, file, before));
    }

    private int rotate(
            List<String> ids,
            PersonalAccessTokens tokens,
            SecretDelivery delivery,
            @Nullable FileBulkJournal file,
            EarlierOutcomes before) {
        if (ids.isEmpty()) {
            session.shell().note("tokens: there is nothing to rotate");
            return ExitCode.DONE;
        }
        String what = ids.size() == 1 ? "The token is replaced and" : ids.size() + " tokens are replaced and then";
        if (!yes && !ConfirmationPrompt.of(session.shell(), what + " deleted.", "yes")) {
            session.shell().note("tokens: nothing was done");
            return ExitCode.FAILED;
        }
        session.allow(CALLS, VERIFICATION.plus(delivery.longest()));
        return rotateAll(ids, tokens, delivery, file, before);
    }

    private int printSelection(PersonalAccessTokens tokens, EarlierOutcomes before) {
        List<PersonalAccessToken> found = selection.tokens(tokens, session, before.recent());
        TokenPrinter printer = session.printer();
        found.forEach(printer::print);
        printer.end();
        List<String> missing = selection.missing(found);
        missing.forEach(id -> session.shell().note("tokens: rotate " + id + ": it is none of your own tokens"));
        long lists = ((long) found.size() + PER_LIST - 1) / PER_LIST;
        session.shell()
                .note("tokens: dry run, nothing was done; "
                        + session.rate().estimate((long) found.size() * REQUESTS + lists));
        return missing.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void checkLifetime() {
        if (lifetime != null && (lifetime.isZero() || lifetime.isNegative())) {
            throw new UsageException("--lifetime must be above zero", null);
        }
    }

    private int rotateAll(
            List<String> ids,
            PersonalAccessTokens tokens,
            SecretDelivery delivery,
            @Nullable FileBulkJournal file,
            EarlierOutcomes before) {
        Set<String> done = before.done();
        RotationReport report = new RotationReport(session.shell(), delivery);
        RotationOptions options = RotationOptions.create(o -> o.allowOwnClient(true)
                .journal(file)
                .request((old, request) -> lifetime == null
                        ? request
                        : request.expiresAt(
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(lifetime)))
                .handOver((old, created) -> printing(() -> report.handedOver(old.getId(), created)))
                .beforeDelete(created -> printing(report::verified))
                .onUndeliveredSecret(report::rescued));
        BulkJob<String, RotatedPersonalAccessToken> job = tokens.rotateAll(Flux.fromIterable(ids), options);
        report.onBroken(job::stop);
        BlockingSubscriber<BulkOutcome<String, RotatedPersonalAccessToken>> arrivals =
                BlockingSubscriber.of(job, AHEAD);
        InterruptHandler interruption = session.shell().interruption();
        interruption.onStop(job::stop);
        interruption.onAbort(() -> arrivals.stop(report::outcome));
        AtomicInteger known = new AtomicInteger();
        IntSupplier passed =
                () -> known.get() + Math.toIntExact(job.getProgress().getDoneBefore());
        try (ProgressLine line = new ProgressLine(
                session.shell(),
                () -> report.isLineOpen()
                        ? ""
                        : BulkProgressBar.text(job.getProgress(), (double) passed.getAsInt() / ids.size()))) {
            arrivals.forEach(
                    outcome -> {
                        known.incrementAndGet();
                        report.outcome(outcome);
                    },
                    () -> {});
        } catch (BulkJournalException e) {
            notAttempted(ids, passed.getAsInt(), done, report);
            return session.report("tokens: the job was stopped", e);
        }
        notAttempted(ids, passed.getAsInt(), done, report);
        long doneBefore = ids.stream().filter(done::contains).count();
        long failedBefore = ids.stream().filter(before.failed()::contains).count();
        if (doneBefore > 0) {
            session.shell().note(EarlierOutcomes.note(doneBefore + " tokens", failedBefore));
        }
        int exitCode = exitCode(report);
        return exitCode == ExitCode.DONE && failedBefore > 0 ? ExitCode.FAILED : exitCode;
    }

    /** Tokens are taken one after the other, so the job has passed the first ones. */
    private static void notAttempted(List<String> ids, int passed, Set<String> done, RotationReport report) {
        ids.stream().skip(passed).filter(id -> !done.contains(id)).forEach(report::notAttempted);
    }

    private int exitCode(RotationReport report) {
        Throwable refusal = report.refusal();
        if (refusal != null) {
            session.report("tokens: rotate", refusal);
            return ExitCode.AUTHENTICATION;
        }
        return report.isAllDone() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Not on the thread of the client, which must not wait for the reader of standard output. */
    private static Mono<Void> printing(Runnable print) {
        return Mono.<Void>fromRunnable(print).subscribeOn(Schedulers.boundedElastic());
    }
}
