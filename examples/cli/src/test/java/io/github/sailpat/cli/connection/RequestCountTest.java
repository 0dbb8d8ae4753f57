package io.github.sailpat.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests that a command has sent, and those that it would send. */
class RequestCountTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));

    @AfterEach
    void close() {
        tenant.close();
    }

    private CommandRun run(String... args) {
        return CommandRun.against(tenant).run(args);
    }

    private static String deletes(int count) {
        return "{\"id\":\"x\"}\n".repeat(count);
    }

    @Test
    void theSummaryOfAJobCountsThem() {
        for (int i = 0; i < 3; i++) {
            tenant.addToken("old-" + i, t -> t.withCreated(Instant.now().minus(Duration.ofDays(300))));
        }
        tenant.getFaults().add(Fault.on(Operation.DELETE).status(503, null));

        CommandRun run = run("prune", "--unused-for", "90d", "--yes");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .endsWith("; 5 requests (4 deletes, 1 list), 1 repeated, 0 s of it waiting for the limit");
    }

    @Test
    void verboseCountsThemForEveryCommand() {
        assertThat(run("list", "--verbose").err()).contains("tokens: 1 request (1 list), 0 repeated, 0 s of it");
        assertThat(run("list").err()).isEmpty();
    }

    @Test
    void waitingForTheLimitIsCountedOnce() {
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            ids.append("{\"id\":\"").append(tenant.addToken("t" + i).id()).append("\"}\n");
        }
        CommandRun run = CommandRun.against(tenant)
                .stdin(ids.toString())
                .run("bulk", "delete", "--from", "-", "--rate", "2/1100ms");

        assertThat(run.err()).containsPattern("4 requests \\(4 deletes\\), 0 repeated, [12] s of it waiting");
    }

    @Test
    void waitingBecauseTheTenantAsksIsCounted() {
        String id = tenant.addToken("t").id();
        tenant.getFaults().add(Fault.on(Operation.DELETE).status(429, null, "Retry-After", "1"));
        CommandRun run = CommandRun.against(tenant)
                .stdin("{\"id\":\"" + id + "\"}")
                .run("bulk", "delete", "--from", "-", "--rate", "off");

        assertThat(run.err()).containsPattern("2 requests \\(2 deletes\\), 1 repeated, [1-9] s of it waiting");
    }

    @ParameterizedTest
    @CsvSource({
        "1,'1 of 1 lines are valid; 1 request, at once'",
        "250,'lines are valid; 250 requests, which take at least 20 seconds at the limit of 100 in 10 seconds'"
    })
    void aDryRunSaysHowManyThereWouldBe(int lines, String text) {
        CommandRun run =
                CommandRun.against(tenant).stdin(deletes(lines)).run("bulk", "delete", "--from", "-", "--dry-run");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(text);
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void aDryRunPrintsTheLinesThatWouldBeRejected() {
        CommandRun run = CommandRun.against(tenant)
                .stdin("{\"name\":\"a\"}\n{\"ref\":\"r\",\"nme\":\"b\"}\n")
                .run("bulk", "create", "--from", "-", "--dry-run", "--rate", "off");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.outLines())
                .singleElement()
                .asString()
                .startsWith("{\"index\":1,\"ref\":\"r\",\"outcome\":\"rejected\",\"attempts\":0,\"error\":");
        assertThat(run.err()).contains("1 of 2 lines are valid; 1 request");
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void aDryRunOfAPruneSaysIt() {
        tenant.addToken("old", t -> t.withCreated(Instant.now().minus(Duration.ofDays(300))));

        assertThat(run("prune", "--unused-for", "90d", "--dry-run", "--rate", "1/1m")
                        .err())
                .contains("1 token to prune; nothing was deleted; 1 request, at once at the limit of 1 in a minute");
    }
}
