package io.github.sailpat.cli.doctor;

import io.github.sailpat.cli.connection.Settings;
import io.github.sailpat.cli.connection.Sourced;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.output.JsonLinesFormat;
import io.github.sailpat.cli.output.OutputFormat;
import io.github.sailpat.cli.screen.Cell;
import io.github.sailpat.cli.screen.Column;
import io.github.sailpat.cli.screen.Style;
import io.github.sailpat.cli.screen.TableLayout;
import io.github.sailpat.cli.screen.TextColumns;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.cli.terminal.Results;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Says where each setting comes from, and whether it works. */
@Command(
        name = "doctor",
        description = "Say where each setting comes from, and check name, TLS, clock, credentials, rights and expiry.",
        sortOptions = false,
        footer = {
            "",
            "Nothing is changed, and no secret is shown.",
            "",
            "Exit code: 0 all works, 2 a setting or the network is wrong, 3 the credentials or their rights do not"
                    + " suffice, 130 stopped by Ctrl-C."
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final int NAME = 16;
    private static final int RESULT = 8;
    private static final int DETAIL = 20;
    private static final int GAPS = 4;

    private final Session session;
    private final Results results;
    private int exitCode = ExitCode.DONE;

    public DoctorCommand(Session session) {
        this.session = session;
        this.results = new Results(session.shell().out());
    }

    @Override
    public Integer call() {
        boolean table = session.outputWithoutCsv() == OutputFormat.TABLE;
        Settings settings = session.settings();
        printSettings(session.describeSettings(), table);
        Consumer<Finding> findings = findings(table);
        URI url = settings.baseUrl();
        if (url != null) {
            probe(settings, url, findings);
        }
        int stopped = session.finish(2, tokens -> {
            new RightsCheck(session.clientId(), findings).run(tokens);
            return ExitCode.DONE;
        });
        return stopped == ExitCode.DONE ? exitCode : stopped;
    }

    /** The probe goes to the server directly, so it says nothing of another way. */
    private static void probe(Settings settings, URI url, Consumer<Finding> findings) {
        if (settings.proxy() != null || settings.address() != null) {
            String way = settings.proxy() == null ? "--resolve" : "a proxy";
            ServerProbe.skipped("not checked through " + way).forEach(findings);
        } else {
            new ServerProbe(url, settings.trusted(), findings).run();
        }
    }

    private void printSettings(Map<String, Sourced<String>> settings, boolean table) {
        TableLayout layout = layout(
                Column.fixed("SETTING", NAME, 0), Column.text("VALUE", 20, 60, 1), Column.text("FROM", 16, 40, 2));
        results.write(table ? layout.header() : "");
        settings.forEach((name, setting) -> results.write(
                table
                        ? layout.row(List.of(Cell.of(name), Cell.of(setting.value()), Cell.of(setting.source())))
                        : JsonLinesFormat.line(json(name, setting))));
        results.flush();
    }

    private static Map<String, @Nullable Object> json(String name, Sourced<String> setting) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("setting", name);
        fields.put("value", setting.value());
        fields.put("source", setting.source());
        return fields;
    }

    /** Prints each finding as soon as it is there. */
    private Consumer<Finding> findings(boolean table) {
        TableLayout layout = layout(
                Column.fixed("CHECK", NAME, 0), Column.fixed("RESULT", RESULT, 1), Column.text("", DETAIL, 400, 2));
        results.write(table ? '\n' + layout.header() : "");
        return finding -> {
            exitCode = Math.max(exitCode, exitCode(finding.result()));
            results.write(table ? row(layout, finding) : JsonLinesFormat.line(finding.toJson()));
            results.flush();
        };
    }

    private TableLayout layout(Column... columns) {
        return TableLayout.of(List.of(columns), session.shell().screen());
    }

    /** With its whole detail, on as many lines as it takes. */
    private String row(TableLayout layout, Finding finding) {
        Style style = switch (finding.result()) {
            case OK -> Style.PLAIN;
            case SKIPPED -> Style.FAINT;
            case WARNING -> Style.WARNING;
            case FAILED, REFUSED -> Style.ALARM;
        };
        int room = session.shell().screen().columns() - NAME - RESULT - GAPS;
        StringBuilder rows = new StringBuilder();
        Cell check = Cell.of(finding.check());
        Cell result = new Cell(finding.result().toString(), style);
        for (String line : TextColumns.wrap(finding.detail(), Math.max(DETAIL, room))) {
            rows.append(layout.row(List.of(check, result, Cell.of(line))));
            check = Cell.of("");
            result = check;
        }
        return rows.toString();
    }

    private static int exitCode(Finding.Result result) {
        return switch (result) {
            case OK, WARNING, SKIPPED -> ExitCode.DONE;
            case FAILED -> ExitCode.USAGE;
            case REFUSED -> ExitCode.AUTHENTICATION;
        };
    }
}
