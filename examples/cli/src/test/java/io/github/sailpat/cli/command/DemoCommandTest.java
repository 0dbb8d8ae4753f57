package io.github.sailpat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.FailingOutput;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.ApiVersion;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DemoCommandTest {
    @ParameterizedTest
    @EnumSource
    void tourLeavesNothingBehindAndTellsNoSecret(ApiVersion version) {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(9))) {
            List<SandboxToken> before = tenant.getLedger().getTokens();
            CommandRun run = CommandRun.against(tenant).run("demo", "--api-version", version.getLabel());
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(run.out())
                    .contains(
                            "tokens.list()",
                            "tokens.create(",
                            "tokens.patch(",
                            "tokens.rotate(",
                            "tokens.delete(",
                            "createAll(",
                            "deleteAll(",
                            "****",
                            "It is no longer listed");
            assertThat(tenant.getLedger().getTokens()).isEqualTo(before);
            assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"CREATE", "PATCH", "LIST"})
    void tourThatFailsCleansUp(Operation failing) {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(9))) {
            tenant.getFaults().add(Fault.on(failing).always().statusAfterApplying(403, null));
            CommandRun run = CommandRun.against(tenant).run("demo");
            assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
            assertThat(tenant.getLedger().findByName("sailpat-demo")).isEmpty();
            assertThat(tenant.getLedger().getDeletesApplied()).isEqualTo(failing == Operation.PATCH ? 1 : 0);
        }
    }

    @Test
    void tourWhoseSecretIsLostCleansUp() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            tenant.getFaults().add(Fault.on(Operation.CREATE).resetAfterApplying());
            CommandRun run = CommandRun.against(tenant).run("demo");
            assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
            assertThat(tenant.getLedger().getTokens()).isEmpty();
        }
    }

    @Test
    void tourWithoutReaderCleansUp() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            CommandRun run = CommandRun.against(tenant)
                    .stdout(new FailingOutput("Broken pipe"))
                    .run("demo");
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(tenant.getLedger().getTokens()).isEmpty();
        }
    }

    @Test
    void ctrlCCleansUp() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            CommandRun run = CommandRun.against(tenant);
            tenant.getFaults().add(Fault.on(Operation.PATCH).matching(request -> {
                run.interruption().stop();
                return true;
            }));
            run.run("demo");
            assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(tenant.getLedger().getTokens()).isEmpty();
        }
    }

    @Test
    void theRotationsSuccessorIsShownWithoutItsSecretAndVerified() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            List<SandboxToken> made = new CopyOnWriteArrayList<>();
            tenant.getFaults().add(Fault.on(Operation.DELETE).always().matching(request -> {
                made.addAll(tenant.getLedger().getTokens());
                return false;
            }));
            CommandRun run = CommandRun.against(tenant).run("demo");

            assertThat(run.exitCode()).as("%s", run).isZero();
            List<String> deleted = tenant.getLedger().getDeletedIds();
            assertThat(run.outLines())
                    .anyMatch(line -> line.contains(deleted.get(1)) && line.endsWith("secret ****"))
                    .contains("   The secret was handed over, and an access token was fetched with it.")
                    .contains("   The old one, " + deleted.get(0) + ", is deleted.");
            assertThat(tenant.getLedger().getRequests(Operation.TOKEN))
                    .anyMatch(request -> request.body().contains(deleted.get(1)));
            assertThat(made)
                    .hasSizeGreaterThan(2)
                    .allSatisfy(token -> assertThat(run.toString()).doesNotContain(token.secret()));
        }
    }

    static Stream<Arguments> stepsOfTheRotation() {
        return Stream.of(
                arguments(Operation.CREATE, "(after "),
                arguments(Operation.TOKEN, ""),
                arguments(Operation.DELETE, ""));
    }

    @ParameterizedTest
    @MethodSource("stepsOfTheRotation")
    void ctrlCInTheRotationCleansUp(Operation step, String body) {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            CommandRun run = CommandRun.against(tenant);
            tenant.getFaults().add(Fault.on(step).matching(request -> {
                boolean isIt = request.body().contains(body) && !request.body().contains(tenant.getClientId());
                if (isIt) {
                    run.interruption().stop();
                }
                return isIt;
            }));
            run.run("demo");

            assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(run.out()).contains("is deleted.", "Stopped.").doesNotContain("tokens.delete(");
            assertThat(tenant.getLedger().getTokens()).isEmpty();
            assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(2);
        }
    }

    @Test
    void aRotationThatFailsCleansUpBoth() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            tenant.getFaults()
                    .add(Fault.on(Operation.TOKEN)
                            .matching(request -> !request.body().contains(tenant.getClientId()))
                            // Asked to wait longer than it would.
                            .always()
                            .status(503, null, "Retry-After", "60"));
            CommandRun run = CommandRun.against(tenant).run("demo");

            assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
            assertThat(tenant.getLedger().getTokens()).isEmpty();
            assertThat(tenant.getLedger().getDeletesApplied()).isEqualTo(2);
        }
    }

    @Test
    void anOldTokenThatStaysIsDeletedWithTheRest() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            tenant.getFaults().add(Fault.on(Operation.DELETE).status(403, null));
            CommandRun run = CommandRun.against(tenant).run("demo");

            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(run.out()).contains("may still be there");
            assertThat(tenant.getLedger().getTokens()).isEmpty();
        }
    }

    @Test
    void withoutAPlaceForASuccessorTheTourGoesOn() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0))) {
            for (int i = 0; i < 9; i++) {
                tenant.addToken("mine-" + i);
            }
            CommandRun run = CommandRun.against(tenant).run("demo");

            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(run.out()).contains("Not possible now: ", "the maximum number of tokens", "tokens.delete(");
            assertThat(tenant.getLedger().getTokens()).hasSize(9);
        }
    }

    @Test
    void withoutAnySettingsTheSandboxIsThere() {
        CommandRun run = CommandRun.bare().run("demo");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.errLines()).singleElement().asString().contains("sandbox");
    }
}
