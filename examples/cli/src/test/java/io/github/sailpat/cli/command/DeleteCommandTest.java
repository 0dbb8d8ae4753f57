package io.github.sailpat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.ApiVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeleteCommandTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));
    private final String first = tenant.addToken("first").id();
    private final String second = tenant.addToken("second").id();

    @AfterEach
    void close() {
        tenant.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyVersionDeletes(ApiVersion version) {
        CommandRun run = CommandRun.against(tenant).run("delete", first, second, "--api-version", version.getLabel());
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.out() + run.err()).isEmpty();
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(first, second);
    }

    @Test
    void oneThatFailsDoesNotStopTheOthers() {
        CommandRun run = CommandRun.against(tenant).run("delete", first, "nobody", "..", second);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(first, second);
        assertThat(run.errLines()).hasSize(2);
        assertThat(run.errLines().get(0)).contains("nobody").contains("404");
        assertThat(run.errLines().get(1)).contains("delete ..");
    }

    @Test
    void badCredentialsEndTheJob() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).always().status(401, null));
        CommandRun run = CommandRun.against(tenant).run("delete", first, second);
        assertThat(run.exitCode()).isEqualTo(ExitCode.AUTHENTICATION);
        assertThat(run.errLines()).hasSize(2);
        assertThat(run.errLines().get(1)).contains(second).contains("not attempted");
    }

    @Test
    void ctrlCFinishesTheCallInFlightAndAttemptsNoMore() {
        CommandRun run = CommandRun.against(tenant);
        tenant.getFaults().add(Fault.on(Operation.DELETE).matching(request -> {
            run.interruption().stop();
            return true;
        }));
        run.run("delete", first, second);
        assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(first);
        assertThat(run.errLines()).singleElement().asString().contains(second).contains("not attempted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "delete ", "delete .", "delete a\tb"})
    void wrongIdIsNotSent(String line) {
        CommandRun run = CommandRun.against(tenant).run(line.split(" ", -1));
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }
}
