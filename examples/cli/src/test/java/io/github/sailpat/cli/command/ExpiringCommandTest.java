package io.github.sailpat.cli.command;

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

class ExpiringCommandTest {
    private final Instant now = Instant.now();
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));

    @AfterEach
    void close() {
        tenant.close();
    }

    private void add(String name, int days) {
        tenant.addToken(name, t -> t.withExpiration(now.plus(Duration.ofDays(days)), false));
    }

    private CommandRun run(String options) {
        return CommandRun.against(tenant).run(("expiring " + options).strip().split(" "));
    }

    @Test
    void theSoonestComesFirst() {
        add("later", 20);
        add("soon", 2);
        add("far", 40);
        add("gone", -1);
        tenant.addToken("forever", t -> t.withExpiration(null, true));

        CommandRun run = run("--within 30d --output csv");
        assertThat(run.exitCode()).isEqualTo(ExitCode.EXPIRING);
        assertThat(run.outLines()).hasSize(4);
        assertThat(run.out()).containsSubsequence(",gone,", ",soon,", ",later,");
    }

    @ParameterizedTest
    @CsvSource({"expiring,20,4", "expired,20,0", "none,20,0", "expiring,-2,4", "expired,-2,4", "none,-2,0"})
    void whatFailsCanBeChosen(String failOn, int days, int exitCode) {
        add("token", days);

        CommandRun run = run("--fail-on " + failOn);
        assertThat(run.exitCode()).as("%s", run).isEqualTo(exitCode);
        assertThat(run.outLines()).hasSize(1);
    }

    @Test
    void noneIsADone() {
        add("far", 40);

        CommandRun run = run("");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run("--within 6w").exitCode()).isEqualTo(ExitCode.EXPIRING);
    }

    @Test
    void aListThatFailsIsNoFinding() {
        tenant.getFaults().add(Fault.on(Operation.LIST).always().status(400, null));

        assertThat(run("").exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run("--fail-on soon").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
