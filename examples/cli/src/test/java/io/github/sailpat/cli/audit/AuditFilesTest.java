package io.github.sailpat.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an audit writes beside its report. */
class AuditFilesTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(20));

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void close() {
        tenant.close();
    }

    private CommandRun run(String... args) {
        return CommandRun.against(tenant).in(directory).run(args);
    }

    private String read(String file) throws Exception {
        return Files.readString(directory.resolve(file));
    }

    @Test
    void theDirectoryOfTheTablesIsMade() throws Exception {
        CommandRun run = run("audit", "--csv", "reports/today");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(read("reports/today/numbers.csv")).contains("Tokens,20");
    }

    @Test
    void tablesForASpreadsheetHaveNoFormulas() throws Exception {
        tenant.addToken("=HYPERLINK(\"x\")", t -> t.withExpiration(Instant.now().plus(Duration.ofDays(2)), false));
        CommandRun run = run("audit", "--csv", ".");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(read("numbers.csv")).startsWith("finding,count\r\nTokens,21\r\nNever expire,");
        assertThat(read("owners.csv")).startsWith("owner.id,owner.name,tokens,").contains("Sandbox Administrator,1,");
        assertThat(read("tokens.csv")).contains("\r\nexpiringSoon,", ",\"'=HYPERLINK(\"\"x\"\")\",");
        run("audit", "--csv", ".", "--csv-raw");
        assertThat(read("tokens.csv")).contains(",\"=HYPERLINK(\"\"x\"\")\",");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void metricsAreReadableForTheExporterAndTheirLabelsAreBounded() throws Exception {
        CommandRun run = run("audit", "--prometheus", "tokens.prom");

        assertThat(run.exitCode()).as("%s", run).isZero();
        String metrics = read("tokens.prom");
        assertThat(metrics)
                .contains("# TYPE sailpoint_personal_access_tokens gauge\n")
                .contains("\nsailpoint_personal_access_tokens{tenant=\"127.0.0.1\"} 20\n")
                .containsPattern("_finding\\{tenant=\"127.0.0.1\",finding=\"unused\"} \\d+\n");
        assertThat(metrics.lines())
                .allMatch(line -> line.matches(
                        "# (HELP|TYPE) [a-z_]+ .+|[a-z_]+\\{tenant=\"[^\"]+\"(,finding=\"[a-z_]+\")?} \\d+"))
                .hasSizeLessThan(25);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("tokens.prom"))))
                .isEqualTo("rw-r--r--");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aComparisonSaysWhatIsNewGoneAndWorse() throws Exception {
        Instant soon = Instant.now().plus(Duration.ofDays(3));
        String gone =
                tenant.addToken("gone", t -> t.withExpiration(soon, false)).id();
        Files.writeString(directory.resolve("old.json"), run("audit").out());
        run("delete", gone);
        tenant.addToken("fresh", t -> t.withExpiration(soon, false));
        tenant.addToken("eternal", t -> t.withExpiration(null, true));

        CommandRun run = run("audit", "--compare", "old.json");
        assertThat(run.exitCode()).as("%s", run).isZero();
        JsonNode comparison = new ObjectMapper().readTree(run.out()).path("comparison");
        assertThat(comparison.path("numbers").toString())
                .contains("{\"finding\":\"total\",\"before\":21,\"now\":22,\"worse\":false}")
                .containsPattern("\"finding\":\"neverExpiring\",\"before\":\\d+,\"now\":\\d+,\"worse\":true");
        assertThat(comparison.path("tokens").toString())
                .containsPattern("\"change\":\"new\",\"finding\":\"neverExpiring\",\"token\":\\{[^}]*\"eternal\"")
                .containsPattern("\"change\":\"new\",\"finding\":\"expiringSoon\",\"token\":\\{[^}]*\"fresh\"")
                .containsPattern("\"change\":\"gone\",\"finding\":\"expiringSoon\",\"token\":\\{[^}]*\"gone\"");

        String table =
                run("audit", "--compare", "old.json", "--output", "table").out();
        assertThat(table)
                .containsPattern("(?m)^neverExpiring +\\d+ +\\d+  worse$")
                .containsPattern("(?m)^gone  expiringSoon +gone +Sandbox Administrator$");
    }

    @Test
    void anEarlierReportDoesNotControlTheTerminal() throws Exception {
        Files.writeString(directory.resolve("old.json"), "{\"asOf\":\"\\u001b[2Jthen\",\"total\":1}");

        CommandRun run = run("audit", "--compare", "old.json", "--output", "table");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out()).contains("COMPARED WITH then\n").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource({
        "--prometheus tokens.txt,end in .prom",
        "--prometheus absent/tokens.prom,cannot be written",
        "--compare absent.json,is no report",
        "--compare array.json,is no report"
    })
    void whatIsWrongIsSaidBeforeAnythingIsSent(String options, String message) throws Exception {
        Files.writeString(directory.resolve("array.json"), "[1]");
        CommandRun run = run(("audit " + options).split(" "));

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(message);
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }
}
