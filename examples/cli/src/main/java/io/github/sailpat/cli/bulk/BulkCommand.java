package io.github.sailpat.cli.bulk;

import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.handover.HandOverOptions;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.reactive.BulkOptions;
import io.github.sailpat.reactive.journal.FileBulkJournal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates, changes or deletes many tokens, as the lines of a file say. */
@Command(
        name = "bulk",
        description = "Create, change or delete many tokens: JSON Lines in, JSON Lines out.",
        sortOptions = false,
        footer = {
            "",
            "An input line is a JSON object of at most 1 MiB:",
            "  create  {\"name\":…,\"scope\":[…],\"expirationDate\":…}, as the API has it",
            "  patch   {\"id\":…,\"patch\":[…]}, with a JSON Patch (RFC 6902)",
            "  delete  {\"id\":…}, or a whole line of 'tokens list --output jsonl'",
            "Each may have a \"ref\", any string, which is copied to its output line. Blank lines are" + " skipped.",
            "",
            "Output is always JSON Lines, whatever --output says: one line for each input line, as"
                    + " soon as its outcome is known. \"index\" counts the input lines from 0. \"outcome\" is"
                    + " succeeded, rejected, unknown (check before you retry), secret_lost (the token \"id\""
                    + " exists) or not_attempted; all but succeeded have an \"error\".",
            "",
            "Ctrl-C stops gracefully: calls in flight are finished, the rest is not_attempted. A"
                    + " second Ctrl-C stops at once; a secret that arrives after its line was written is"
                    + " printed without \"index\".",
            "",
            "With --journal the same command line again resumes a job whose process has died: lines"
                    + " that have an outcome are skipped, those that were in flight are looked into. The key of"
                    + " a line is its \"ref\", or else its name or id. The journal contains no secret.",
            "",
            "The summary on standard error counts the lines that were written. If standard output"
                    + " cannot be written, the job stops, and standard error has the ids of the tokens whose"
                    + " lines were not written.",
            "",
            "Exit code: 0 all succeeded, 1 at least one did not, 2 wrong usage, 3 the credentials"
                    + " were refused, or no access token could be had, 130 stopped by Ctrl-C."
        })
public final class BulkCommand implements Callable<Integer> {
    /** The time to report the rest of the input after a stop. */
    private static final Duration REST = Duration.ofSeconds(30);

    private final Session session;

    @Parameters(paramLabel = "create|patch|delete", description = "What to do with each line.")
    private String operation = "";

    @Option(names = "--from", paramLabel = "FILE|-", description = "The input lines; - for standard input.")
    private @Nullable String from;

    @Option(names = "--ordered", description = "Print in the order of the input.")
    private boolean ordered;

    @Option(names = "--allow-own-client", description = "Also patch or delete the token that this command itself uses.")
    private boolean allowOwnClient;

    @Option(
            names = "--stop-on-failures",
            paramLabel = "SHARE",
            description = "Stop when this share of the items has failed, of 100 at least: 0.2.")
    private @Nullable Double failureShare;

    @Option(
            names = "--dry-run",
            description = "Send nothing: check each line, and say how many requests there would be.")
    private boolean dryRun;

    @Mixin
    private final JournalOptions journal = new JournalOptions();

    @Mixin
    private final HandOverOptions handOver = new HandOverOptions();

    public BulkCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (handOver.isGiven() && !operation.equals("create")) {
            throw new UsageException("--secret-to is for bulk create: nothing else has a secret", null);
        }
        return switch (operation) {
            case "create" -> run(new CreateLines(handOver.delivery(session.shell(), true)));
            case "patch" -> run(new PatchLines());
            case "delete" -> run(new DeleteLines());
            default -> throw new UsageException("choose one of create, patch and delete", null);
        };
    }

    private <T, R> int run(BulkAction<T, R> lines) {
        FileBulkJournal file = journal.open(session.shell());
        if (journal.isStatus() && file != null) {
            return JournalStatus.print(file, session.shell());
        }
        if (from == null) {
            throw new UsageException("the input is missing: add --from FILE, or --from - for standard input", null);
        }
        if (dryRun) {
            Set<String> doneBefore = JournalOptions.earlierOutcomes(file).done();
            try (BulkInput<T> input = BulkInput.open(from, session.shell(), lines)) {
                return new BulkDryRun<>(session, lines, doneBefore).run(input);
            }
        }
        BulkOptions.Builder options = BulkOptions.builder();
        options.ordered(ordered).allowOwnClient(allowOwnClient).failureShare(failureShare);
        Integer concurrency = session.concurrency();
        if (concurrency != null) {
            options.concurrency(concurrency);
        }
        if (file != null) {
            options.journal(file).journalKey(lines::key).manualAcknowledgement(true);
        }
        int calls = options.build().getConcurrency();
        journal.noteRisk(session.shell(), calls);
        // Secrets are delivered one after the other.
        Duration rest = REST.plus(lines.delivery().longest().multipliedBy((long) BulkJobExecution.AHEAD + calls));
        try (BulkInput<T> input = BulkInput.open(from, session.shell(), lines)) {
            BulkJobExecution<T, R> work = new BulkJobExecution<>(session, lines, input, file);
            options.onUndeliveredSecret(work.rescue());
            int exitCode = session.finish(1, rest, tokens -> work.run(tokens, options.build()));
            work.reportUnbegun();
            return exitCode;
        }
    }
}
