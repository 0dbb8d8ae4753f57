package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong value is answered with what is right, before anything is sent. */
class WrongValuesTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(1));

    @AfterEach
    void close() {
        tenant.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list --take many | --take': it must be a whole number, such as 10",
                "list --max-attempts 1.5 | --max-attempts': it must be a whole number, such as 10",
                "list --concurrency 99999999999 | --concurrency': it must be a whole number, such as 10",
                "create --name x --validity-seconds 1h | --validity-seconds': it must be a whole number",
                "prune --unused-for 90d --limit all | --limit': it must be a whole number",
                "bulk delete --from - --stop-on-failures most | a share above 0 and of at most 1, such as 0.2",
                "bulk delete --from - --stop-on-failures 20 | a share above 0 and of at most 1, such as 0.2",
                "bulk delete --from - --stop-on-failures NaN | a share above 0 and of at most 1, such as 0.2",
                "bulk delete --from - --secret-to file:x | --secret-to is for bulk create",
                "bulk delete --from absent.jsonl | absent.jsonl cannot be read; it must be a file that is there",
                "bulk delete --from . | . cannot be read; it must be a file that is there",
                "list --columns id, | separate the fields with commas: id,name,expirationDate",
                "list --columns id,nme | there is no field nme; the fields are id, name, scope",
                "list --sort name:down | the order is asc or desc: lastUsed:desc",
                "list --expires-in 3 | unknown option --expires-in",
                "list --last-used-before yesterday | 90d for 90 days ago, 12w, 2026-01-31, 2026-01-31T12:00:00Z",
                "create --name x --expires soon | 30d for 30 days from now, 12w, 2027-01-31, 2027-01-31T12:00:00Z",
                "list --older-than 60 | a time is a number with a unit: 500ms, 30s, 5m, 1h, 90d, 12w",
                "audit --csv ../pom.xml/x | --csv: the directory ../pom.xml/x cannot be made",
                "audit --html absent/x.html | It must be a file in a directory that exists",
                "lst | Did you mean list?"
            })
    void whatIsRightIsSaid(String line, String message) {
        CommandRun run = CommandRun.against(tenant).run(line.split(" "));

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message);
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"list,--name", "list,--scope", "rotate,--name"})
    void aFilterWithTheValueOfAnUnsetVariableIsRefused(String command, String option) {
        CommandRun run = command.equals("list")
                ? CommandRun.against(tenant).run(command, option, "")
                : CommandRun.against(tenant).run(command, "--all", "--yes", option, "");

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--name and --scope must not be blank");
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }
}
