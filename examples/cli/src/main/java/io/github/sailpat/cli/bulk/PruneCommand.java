package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.option.Converters;
import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.cli.output.OutputFormat;
import io.github.sailpat.cli.screen.TableLayout;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.cli.terminal.BlockingSubscriber;
import io.github.sailpat.cli.terminal.BulkProgressBar;
import io.github.sailpat.cli.terminal.ConfirmationPrompt;
import io.github.sailpat.cli.terminal.InterruptHandler;
import io.github.sailpat.cli.terminal.ProgressLine;
import io.github.sailpat.cli.terminal.Results;
import io.github.sailpat.reactive.BulkJob;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.PruneCandidate;
import io.github.sailpat.reactive.PruneOptions;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;

/** Finds unused tokens, prints them, asks for a confirmation, and deletes them. */
@Command(
        name = "prune",
        description = "Delete unused tokens.",
        sortOptions = false,
        footer = {
            "",
            "A token is deleted if it was not used for this time or, if it was never used, was"
                    + " created before it. One day is added, because the tenant updates the last use at most"
                    + " once a day. Tokens that the platform manages and the token of this command are never"
                    + " deleted.",
            "",
            "All are found before the first is deleted. On a terminal they are printed, and you"
                    + " confirm by typing their number. Otherwise --yes is required.",
            "",
            "Output is a JSON line for each deletion, as 'bulk delete' has it, with the \"name\" and"
                    + " the \"reason\". With --dry-run it is one for each token that would be deleted, or a"
                    + " table.",
            "",
            "Exit code: 0 all deleted, 1 at least one was not, 2 wrong usage, 3 the credentials were"
                    + " refused, 130 stopped by Ctrl-C."
        })
public final class PruneCommand implements Callable<Integer> {
    private static final int MOST = 100_000;
    private static final Duration REST = Duration.ofSeconds(1);
    private static final int AHEAD = 16;

    private final Session session;
    private final PruneLines lines = new PruneLines();

    @Option(
            names = "--unused-for",
            required = true,
            paramLabel = "TIME",
            converter = Converters.Age.class,
            description = "The time without use: 90d; at least two days.")
    private Duration unusedFor = Duration.ZERO;

    @Option(names = "--owner", paramLabel = "me|ID", description = "The owner of the tokens. Default: all owners.")
    private @Nullable String owner;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "The maximum number of tokens. Default: 1000.")
    private int limit = 1;

    @Option(names = "--dry-run", description = "Print the tokens, and delete nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask for a confirmation.")
    private boolean yes;

    public PruneCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        OutputFormat format = session.outputWithoutCsv();
        if (limit < 1 || limit > MOST) {
            throw new UsageException("--limit must be from 1 to " + MOST, null);
        }
        if (!dryRun && !yes && !session.shell().terminal()) {
            throw new UsageException(
                    "nothing was deleted: there is no terminal for the confirmation",
                    "Check with --dry-run, and then add --yes.");
        }
        BulkOptions.Builder bulk = BulkOptions.builder();
        Integer concurrency = session.concurrency();
        if (concurrency != null) {
            bulk.concurrency(concurrency);
        }
        PruneOptions options = PruneOptions.create(o -> o.unusedFor(unusedFor)
                .query(q -> q.ownerId(owner))
                .limit(limit + 1L)
                .bulkOptions(bulk.build()));
        return session.list(owner, tokens -> prune(tokens, options, format));
    }

    private int prune(PersonalAccessTokens tokens, PruneOptions options, OutputFormat format) {
        List<PruneCandidate> found = find(tokens, options);
        if (session.shell().interruption().isStopped()) {
            return ExitCode.INTERRUPTED;
        }
        List<PruneCandidate> candidates = found.subList(0, Math.min(limit, found.size()));
        show(candidates, format);
        String count = candidates.size()
                + (candidates.size() == 1 ? " token" : " tokens")
                + (found.size() > limit ? ", and there are more" : "");
        if (dryRun || candidates.isEmpty()) {
            session.shell()
                    .note("tokens: " + count + " to prune; nothing was deleted"
                            + (candidates.isEmpty() ? "" : "; " + session.rate().estimate(candidates.size())));
            return ExitCode.DONE;
        }
        String answer = String.valueOf(candidates.size());
        if (!yes && !ConfirmationPrompt.of(session.shell(), count + ": to be deleted for good.", answer)) {
            session.shell().note("tokens: nothing was deleted");
            return ExitCode.FAILED;
        }
        return delete(tokens, candidates, options.getBulkOptions());
    }

    private List<PruneCandidate> find(PersonalAccessTokens tokens, PruneOptions options) {
        LongAdder found = new LongAdder();
        try (ProgressLine line = new ProgressLine(
                session.shell(), () -> AuditNumbers.count(found.sum()) + " found so far" + session.pause())) {
            return Objects.requireNonNull(session.untilStopped(tokens.pruneCandidates(options))
                    .doOnNext(candidate -> found.increment())
                    .collectList()
                    .block());
        }
    }

    private void show(List<PruneCandidate> candidates, OutputFormat format) {
        boolean table = format == OutputFormat.TABLE || (!dryRun && !yes); // whoever confirms sees what
        Results results = new Results(
                format == OutputFormat.TABLE || dryRun
                        ? session.shell().out()
                        : session.shell().err());
        if (table && !candidates.isEmpty()) {
            TableLayout layout = PruneLines.layout(session.shell().screen());
            results.write(layout.header());
            candidates.forEach(candidate -> results.write(layout.row(PruneLines.row(candidate))));
        } else if (dryRun) {
            for (int i = 0; i < candidates.size(); i++) {
                results.write(PruneLines.json(i, candidates.get(i)));
            }
        }
        results.flush();
    }

    private int delete(PersonalAccessTokens tokens, List<PruneCandidate> candidates, BulkOptions options) {
        long start = System.nanoTime();
        session.allow(1, REST);
        List<BulkLine<PruneCandidate>> all = IntStream.range(0, candidates.size())
                .mapToObj(i -> PruneLines.line(i, candidates.get(i)))
                .toList();
        BulkJob<BulkLine<PruneCandidate>, String> job = lines.job(tokens, Flux.fromIterable(all), options);
        OutcomePrinter<PruneCandidate, String> report = new OutcomePrinter<>(session.shell(), lines, job::stop);
        double whole = all.size();
        try (ProgressLine line = new ProgressLine(
                session.shell(),
                () -> BulkProgressBar.text(job.getProgress(), job.getProgress().getOutcomes() / whole))) {
            BitSet known = report(job, report);
            all.stream().filter(each -> !known.get((int) each.index())).forEach(report::notAttempted);
        } finally {
            BulkJobExecution.summarise(session, report, start);
        }
        return BulkJobExecution.exitCode(session, report);
    }

    private BitSet report(
            BulkJob<BulkLine<PruneCandidate>, String> job, OutcomePrinter<PruneCandidate, String> report) {
        BitSet known = new BitSet();
        BlockingSubscriber<BulkOutcome<BulkLine<PruneCandidate>, String>> arrivals = BlockingSubscriber.of(job, AHEAD);
        InterruptHandler interruption = session.shell().interruption();
        interruption.onStop(job::stop);
        interruption.onAbort(() -> {
            arrivals.stop(report::outcome);
            report.noteUndelivered();
        });
        arrivals.forEach(
                outcome -> {
                    known.set((int) outcome.getIndex());
                    report.outcome(outcome);
                },
                () -> {});
        return known;
    }
}
