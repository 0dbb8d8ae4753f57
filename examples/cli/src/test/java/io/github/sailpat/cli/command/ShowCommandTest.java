package io.github.sailpat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShowCommandTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));

    @AfterEach
    void close() {
        tenant.close();
    }

    private CommandRun run(String... args) {
        return CommandRun.against(tenant).run(args);
    }

    @Test
    void ownTokensAreLookedThroughFirst() {
        String id = tenant.addToken("deploy key").id();
        tenant.addToken("deploy key", t -> t.withOwner("somebody", "Somebody"));

        for (String wanted : new String[] {id, "deploy key"}) {
            CommandRun run = run("show", wanted);
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(run.outLines()).singleElement().asString().contains(id);
        }
        assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(2);
    }

    @Test
    void everyTokenOfANameIsShown() {
        tenant.addToken("ci", t -> t.withOwner("a", "A"));
        tenant.addToken("ci", t -> t.withOwner("b", "B"));

        assertThat(run("show", "ci").outLines()).hasSize(2);
    }

    @Test
    void aTableHasEachFieldOnALine() {
        tenant.addToken("ci");

        assertThat(run("show", "ci", "--output", "table").out())
                .containsPattern("(?m)^name +ci$")
                .containsPattern("(?m)^owner +Sandbox Administrator$")
                .doesNotContain("secret");
    }

    @Test
    void whatIsNotThereIsSaid() {
        CommandRun run = run("show", "absent");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("no token with this id or name");
    }

    @Test
    void whoamiShowsTheOwnTokenAndWhenItExpires() {
        Instant expires = Instant.now().plus(Duration.ofDays(12)).plusSeconds(600);
        try (SandboxTenant listed = SandboxTenant.start(o -> o.tokens(3).ownTokenListed(true))) {
            CommandRun run = CommandRun.against(listed).run("whoami");
            assertThat(run.exitCode()).as("%s", run).isZero();
            assertThat(run.outLines()).singleElement().asString().contains(listed.getClientId());
            assertThat(run.err()).contains("the token of this command ");
        }
        SandboxToken own = tenant.addToken("own", t -> t.withExpiration(expires, false));
        assertThat(CommandRun.against(tenant)
                        .variable("SAIL_CLIENT_ID", own.id())
                        .variable("SAIL_CLIENT_SECRET", own.secret())
                        .run("whoami")
                        .err())
                .contains("expires in 12 days");
    }

    @Test
    void whoamiSaysIfTheCredentialsAreNoToken() {
        CommandRun run = run("whoami");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains(tenant.getClientId(), "API client");
    }
}
