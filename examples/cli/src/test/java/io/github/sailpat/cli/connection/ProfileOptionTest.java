package io.github.sailpat.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileOptionTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(1));

    @TempDir
    Path home = Path.of("");

    @BeforeEach
    void writeProfiles() throws Exception {
        Files.createDirectories(home.resolve(".sailpoint"));
        Files.writeString(home.resolve(".sailpoint/config.yaml"), """
            environments:
              mine:
                baseurl: URL
              full:
                baseurl: URL
                pat: {clientid: ID, clientsecret: SECRET}
              empty:
                tenanturl: https://acme.identitynow.com
            """.replace(
                        "URL", tenant.getBaseUrl().toString())
                .replace("ID", tenant.getClientId())
                .replace("SECRET", tenant.getClientSecret()));
    }

    @AfterEach
    void close() {
        tenant.close();
    }

    private CommandRun bare() {
        return CommandRun.bare().in(home).variable("HOME", home.toString());
    }

    private CommandRun withVariables() {
        return bare().variable("SAIL_CLIENT_ID", tenant.getClientId())
                .variable("SAIL_CLIENT_SECRET", tenant.getClientSecret());
    }

    private void assertTenantWasAsked(CommandRun run) {
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(1);
    }

    @Test
    void theProfileNamesTheTenantWhateverTheVariableSays() {
        assertTenantWasAsked(
                withVariables().variable("SAIL_BASE_URL", "https://x.invalid").run("list", "--profile", "mine"));
    }

    @Test
    void theProfileMayBeNamedByAVariable() {
        assertTenantWasAsked(bare().variable("TOKENS_PROFILE", "FULL").run("list"));
    }

    @Test
    void aFileThatIsNamedWinsOverTheVariable() {
        CommandRun run = bare().variable("TOKENS_PROFILE", "FULL").run("list", "--config", "absent.json");

        assertThat(run.err()).doesNotContain("exclude each other").contains("absent.json");
    }

    @Test
    void aSecretIsTyped() {
        assertTenantWasAsked(bare().typing(tenant.getClientSecret())
                .run("list", "--profile", "mine", "--client-id", tenant.getClientId(), "--secret-from", "prompt"));
    }

    @Test
    void aSecretIsWhatACommandPrints() {
        assertTenantWasAsked(bare().variable("SAIL_CLIENT_SECRET", "wrong")
                .run(
                        "list",
                        "--profile",
                        "mine",
                        "--client-id",
                        tenant.getClientId(),
                        "--secret-command",
                        "echo " + tenant.getClientSecret()));
    }

    @Test
    void aSecretIsInAnotherVariable() {
        assertTenantWasAsked(withVariables()
                .variable("SAIL_CLIENT_SECRET", "wrong")
                .variable("MY_SECRET", tenant.getClientSecret())
                .run("list", "--profile", "mine", "--secret-from", "env:MY_SECRET"));
    }

    @ParameterizedTest
    @CsvSource({
        "--profile absent,'it has empty, full, mine'",
        "--profile empty,has no baseurl",
        "--profile mine,no client id",
        "--profile mine --config x.json,exclude each other",
        "--secret-from hunter2,'choose one of env:NAME, fd:3, prompt and keyring'",
        "--secret-from keyring,needs a profile",
        "--secret-from prompt --secret-command x,exclude each other",
        "--profile full --secret-from prompt,there is no terminal",
        "--profile full --secret-from env:ABSENT,there is no client secret",
        "--secret-command x,no base URL"
    })
    void whatIsWrongIsSaidBeforeAnythingIsSent(String options, String message) {
        CommandRun run = bare().run(("list " + options).split(" "));

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.errLines()).hasSizeBetween(1, 2).first().asString().contains(message);
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }
}
