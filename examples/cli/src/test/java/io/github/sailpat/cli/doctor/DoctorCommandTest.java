package io.github.sailpat.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorCommandTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(1));

    @AfterEach
    void close() {
        tenant.close();
    }

    private CommandRun run(String... args) {
        return CommandRun.against(tenant).run(args);
    }

    @Test
    void settingsHaveTheirSourcesAndNoSecret() {
        CommandRun run = run("doctor", "--deadline", "5s");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.outLines())
                .contains(
                        "{\"setting\":\"base URL\",\"value\":\"" + tenant.getBaseUrl()
                                + "\",\"source\":\"SAIL_BASE_URL\"}",
                        "{\"setting\":\"client secret\",\"value\":\"********\",\"source\":\"SAIL_CLIENT_SECRET\"}",
                        "{\"setting\":\"deadline\",\"value\":\"PT5S\",\"source\":\"--deadline\"}",
                        "{\"setting\":\"rate limit\",\"value\":\"100 in 10 seconds\",\"source\":\"default\"}",
                        "{\"check\":\"clock\",\"result\":\"ok\",\"detail\":\"as that of the server\"}",
                        "{\"check\":\"all tokens\",\"result\":\"ok\",\"detail\":\"may be listed\"}");
        assertThat(run.out() + run.err()).doesNotContain(tenant.getClientSecret());
    }

    @Test
    void aTableFitsTheTerminal() {
        CommandRun run = run("doctor", "--output", "table");

        assertThat(run.outLines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(run.out()).containsPattern("(?m)^SETTING +VALUE +FROM$").containsPattern("(?m)^TLS +skipped ");
    }

    @Test
    void theTokenThatExpiresSoonIsAWarning() {
        SandboxToken own =
                tenant.addToken("own", t -> t.withExpiration(Instant.now().plus(Duration.ofDays(9)), false));
        CommandRun run = CommandRun.against(tenant)
                .variable("SAIL_CLIENT_ID", own.id())
                .variable("SAIL_CLIENT_SECRET", own.secret())
                .run("doctor");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("\"expiry\",\"result\":\"warning\".*expires in [89] days");
    }

    @Test
    void credentialsThatAreRefusedAreExitCodeThree() {
        CommandRun run = CommandRun.against(tenant)
                .variable("SAIL_CLIENT_SECRET", "wrong")
                .run("doctor");

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.AUTHENTICATION);
        assertThat(run.out()).contains("\"credentials\",\"result\":\"refused\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://somebody:hunter2@127.0.0.1:9", "somebody:hunter2@127.0.0.1"})
    void aPasswordInAUrlIsNotShown(String url) {
        CommandRun run =
                CommandRun.against(tenant).variable("SAIL_BASE_URL", url).run("doctor");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out() + run.err()).contains("********@127.0.0.1").doesNotContain("hunter2");
    }

    @Test
    void aRightThatIsMissingIsNamed() {
        tenant.getFaults()
                .add(Fault.on(Operation.LIST)
                        .always()
                        .matching(request -> !String.valueOf(request.query()).contains("owner"))
                        .status(403, null));
        CommandRun others = run("doctor");
        assertThat(others.exitCode()).as("%s", others).isZero();
        assertThat(others.out()).contains("sp:all-personal-access-tokens:read is missing");

        tenant.getFaults().add(Fault.on(Operation.LIST).always().status(403, null));
        CommandRun own = run("doctor");
        assertThat(own.exitCode()).as("%s", own).isEqualTo(ExitCode.AUTHENTICATION);
        assertThat(own.out()).contains("sp:my-personal-access-tokens:read is missing");
    }

    @Test
    void aTenantThatCannotBeReachedIsExitCodeTwo() {
        tenant.close();
        CommandRun run = run("doctor", "--max-attempts", "1");

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).contains("\"connection\",\"result\":\"failed\"", "\"credentials\",\"result\":\"failed\"");
    }

    @Test
    void aClockThatIsWrongIsAWarning() {
        Instant server = Instant.parse("2026-11-29T15:00:00Z");
        String date = "Sun, 29 Nov 2026 15:00:00 GMT";

        assertThat(ServerProbe.clock(date, server.plusSeconds(20)).result()).isEqualTo(Finding.Result.OK);
        assertThat(ServerProbe.clock(date, server.plusSeconds(120)).detail()).contains("2 minutes ahead of the server");
        assertThat(ServerProbe.clock(date, server.minusSeconds(90)).detail()).contains("90 seconds behind the server");
        assertThat(ServerProbe.clock(null, server).result()).isEqualTo(Finding.Result.SKIPPED);
    }
}
