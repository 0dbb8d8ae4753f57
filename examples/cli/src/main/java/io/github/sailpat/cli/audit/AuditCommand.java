package io.github.sailpat.cli.audit;

import io.github.sailpat.audit.AuditOptions;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.audit.TokenAuditor;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.option.Converters;
import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.cli.output.JsonLinesFormat;
import io.github.sailpat.cli.output.OutputFormat;
import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.cli.terminal.AtomicFile;
import io.github.sailpat.cli.terminal.ProgressLine;
import io.github.sailpat.cli.terminal.Results;
import io.github.sailpat.reactive.PersonalAccessTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads every token once and reports: a table, a line of JSON, a page for a browser. */
@Command(
        name = "audit",
        description = "Report on all tokens: how many, whose, unused, expiring, too powerful.",
        sortOptions = false,
        footer = {
            "",
            "With --output jsonl it is one line of JSON with every owner; a table has the first ones."
                    + " The page is one file without scripts and without anything from elsewhere. It has names"
                    + " of tokens and people, and is readable by you alone until you change that."
        })
public final class AuditCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--html",
            paramLabel = "FILE|-",
            description = "Write the report as a page, too; - for standard output instead of anything else.")
    private @Nullable String html;

    @Option(
            names = "--expiring-within",
            paramLabel = "TIME",
            defaultValue = "30d",
            converter = Converters.Age.class,
            description = "What counts as expiring soon. Default: 30d.")
    private Duration expiringWithin = Duration.ZERO;

    @Option(
            names = "--unused-for",
            paramLabel = "TIME",
            defaultValue = "90d",
            converter = Converters.Age.class,
            description = "What counts as unused. Default: 90d.")
    private Duration unusedFor = Duration.ZERO;

    @Option(names = "--owner", paramLabel = "me|ID", description = "Whose tokens. Default: everybody's.")
    private @Nullable String owner;

    @Mixin
    private final AuditFileOptions files = new AuditFileOptions();

    public AuditCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        OutputFormat format = session.outputWithoutCsv();
        AuditOptions options = AuditOptions.create(
                o -> o.expiringWithin(expiringWithin).unusedFor(unusedFor).query(q -> q.ownerId(owner)));
        AtomicFile file = html == null || html.equals("-") ? null : AtomicFile.of(session.shell(), html);
        AuditFileOptions.Files beside = files.open(session.shell());
        return session.list(owner, tokens -> {
            AuditReport report = read(tokens, options);
            if (!session.shell().interruption().isStopped()) {
                beside.write(report, session);
                print(report, format, file, beside.compare(report));
            }
            return ExitCode.DONE;
        });
    }

    /** What {@code tokens.audit(options)} does, and a count on the way. */
    private AuditReport read(PersonalAccessTokens tokens, AuditOptions options) {
        LongAdder read = new LongAdder();
        try (ProgressLine line = new ProgressLine(
                session.shell(), () -> AuditNumbers.count(read.sum()) + " tokens read" + session.pause())) {
            return Objects.requireNonNull(session.untilStopped(tokens.list(options.getQuery()))
                    .doOnNext(token -> read.increment())
                    .collect(() -> new TokenAuditor(options, Instant.now()), TokenAuditor::add)
                    .map(TokenAuditor::report)
                    .block());
        }
    }

    private void print(
            AuditReport report, OutputFormat format, @Nullable AtomicFile file, @Nullable AuditComparison comparison) {
        Results results = new Results(session.shell().out());
        if (html != null && file == null) {
            results.write(AuditPage.of(report, session.place()));
            results.flush();
            return;
        }
        if (file != null) {
            file.write(AuditPage.of(report, session.place()));
            session.shell().note("tokens: the page is " + file);
        }
        results.write(
                format == OutputFormat.TABLE
                        ? table(report, comparison, session.shell().screen())
                        : JsonLinesFormat.line(comparison == null ? report.toJson() : comparison.addTo(report)));
        results.flush();
    }

    private static String table(AuditReport report, @Nullable AuditComparison comparison, Screen screen) {
        return AuditTable.of(report, screen) + (comparison == null ? "" : AuditComparisonTable.of(comparison, screen));
    }
}
