package io.github.sailpat.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sailpat.audit.AuditReport;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.cli.terminal.AtomicFile;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for what an audit writes to files, and for the earlier report that it reads. */
final class AuditFileOptions {
    private static final List<String> NAMES = List.of("numbers.csv", "owners.csv", "tokens.csv");

    @Option(
            names = "--csv",
            paramLabel = "DIR",
            description = "Write numbers.csv, owners.csv and tokens.csv to a directory, which is created, too.")
    private @Nullable String csv;

    @Option(
            names = "--prometheus",
            paramLabel = "FILE.prom",
            description = "Write the numbers for the textfile collector of a node exporter, too.")
    private @Nullable String prometheus;

    @Option(
            names = "--compare",
            paramLabel = "OLD.json",
            description = "Say what is new, gone and worse since an earlier report of --output jsonl.")
    private @Nullable String compare;

    /**
     * Checks all of it, before any request.
     *
     * @return what to write when the report is there
     */
    Files open(CommandEnvironment shell) {
        if (prometheus != null && !prometheus.endsWith(".prom")) {
            throw new UsageException("--prometheus: a node exporter reads files that end in .prom only", null);
        }
        if (csv != null) {
            makeDirectory(shell, csv);
        }
        List<AtomicFile> tables = new ArrayList<>();
        for (String name : csv == null ? List.<String>of() : NAMES) {
            tables.add(AtomicFile.of(shell, csv + '/' + name));
        }
        return new Files(
                tables,
                prometheus == null ? null : AtomicFile.of(shell, prometheus),
                compare == null ? null : AuditComparison.read(shell, compare));
    }

    private static void makeDirectory(CommandEnvironment shell, String name) {
        try {
            java.nio.file.Files.createDirectories(shell.directory().resolve(name));
        } catch (IOException | InvalidPathException e) {
            throw new UsageException("--csv: the directory " + name + " cannot be made", null);
        }
    }

    /**
     * What an audit reads and writes beside its report.
     *
     * @param tables the files for a spreadsheet; empty for none
     * @param metrics the file for a node exporter
     * @param before the earlier report
     */
    record Files(
            List<AtomicFile> tables,
            @Nullable AtomicFile metrics,
            @Nullable JsonNode before) {
        void write(AuditReport report, Session session) {
            Map<String, String> contents = AuditCsv.of(report, session.csvLines());
            for (int i = 0; i < tables.size(); i++) {
                tables.get(i).write(contents.getOrDefault(NAMES.get(i), ""));
            }
            if (metrics != null) {
                metrics.writeForAll(AuditMetrics.of(report, session.place()));
            }
        }

        @Nullable
        AuditComparison compare(AuditReport report) {
            return before == null ? null : AuditComparison.of(before, report);
        }
    }
}
