package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.ApiVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
                            "tokens.delete(",
                            "createAll(",
                            "deleteAll(",
                            "****",
                            "Gone");
            assertThat(tenant.getLedger().getTokens()).isEqualTo(before);
            assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(4);
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
    void withoutAnySettingsTheSandboxIsThere() {
        CommandRun run = CommandRun.bare().run("demo");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.errLines()).singleElement().asString().contains("sandbox");
    }
}
