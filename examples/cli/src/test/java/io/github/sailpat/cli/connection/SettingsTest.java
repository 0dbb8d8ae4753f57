package io.github.sailpat.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(1));

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void close() {
        tenant.close();
    }

    private void write(String file, String clientId) throws Exception {
        Files.writeString(
                directory.resolve(file),
                "{\"BaseURL\":\"" + tenant.getBaseUrl() + "\",\"ClientId\":\"" + clientId + "\",\"ClientSecret\":\""
                        + tenant.getClientSecret() + "\",\"Other\":[1]}");
    }

    private CommandRun bare() {
        return CommandRun.bare().in(directory);
    }

    private void assertTenantWasAsked(CommandRun run) {
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(tenant.getLedger().count(Operation.LIST)).isEqualTo(1);
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void theByteOrderMarkOfTheConfigFileSaysItsEncoding(String charset) throws Exception {
        write("utf8.json", tenant.getClientId());
        String text = Files.readString(directory.resolve("utf8.json"));
        Files.writeString(directory.resolve("config.json"), "\uFEFF" + text, Charset.forName(charset));

        assertTenantWasAsked(bare().run("list"));
    }

    @Test
    void configFileOfTheWorkingDirectory() throws Exception {
        write("config.json", tenant.getClientId());
        assertTenantWasAsked(bare().run("list"));
    }

    @Test
    void configFileThatIsNamedBeforeTheCommand() throws Exception {
        write("other.json", tenant.getClientId());
        assertTenantWasAsked(bare().run("--config", "other.json", "list"));
    }

    @Test
    void configFileThatIsNamedWinsOverTheEnvironment() throws Exception {
        write("other.json", tenant.getClientId());
        assertTenantWasAsked(bare().variable("SAIL_BASE_URL", "https://x.invalid")
                .variable("SAIL_CLIENT_ID", "wrong")
                .variable("SAIL_CLIENT_SECRET", "wrong")
                .run("list", "--config", "other.json"));
    }

    @Test
    void environmentHasWhatTheNamedFileHasNot() throws Exception {
        Files.writeString(directory.resolve("other.json"), "{\"BaseURL\":\"" + tenant.getBaseUrl() + "\"}");
        assertTenantWasAsked(bare().variable("SAIL_BASE_URL", "https://x.invalid")
                .variable("SAIL_CLIENT_ID", tenant.getClientId())
                .variable("SAIL_CLIENT_SECRET", tenant.getClientSecret())
                .run("list", "--config", "other.json"));
    }

    @Test
    void keysOfTheFileAreReadInAnyCase() throws Exception {
        Files.writeString(
                directory.resolve("config.json"),
                "{\"baseurl\":\"" + tenant.getBaseUrl() + "\",\"clientId\":\"" + tenant.getClientId()
                        + "\",\"CLIENTSECRET\":\"" + tenant.getClientSecret() + "\"}");
        assertTenantWasAsked(bare().run("list"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--config named.json", "--config url.json", "--proxy env", "--trust-store absent.pem"})
    void credentialsAndFilesWithoutABaseUrlDoNotTurnToTheSandbox(String flags) throws Exception {
        Files.writeString(directory.resolve("named.json"), "{\"ClientId\":\"a\",\"ClientSecret\":\"canary\"}");
        Files.writeString(directory.resolve("url.json"), "{\"base_url\":\"https://acme.api.identitynow.com\"}");
        CommandRun run = bare();
        if (flags.isEmpty()) {
            run.variable("SAIL_CLIENT_ID", "a").variable("SAIL_CLIENT_SECRET", "canary");
        }
        run.run(("create --name x " + flags).strip().split(" "));
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).hasSize(2);
        assertThat(run.err()).contains("no base URL", "SAIL_BASE_URL").doesNotContain("canary");
    }

    @Test
    void strangeFileThatIsOnlyThereIsNoSetting() throws Exception {
        Files.writeString(directory.resolve("config.json"), "{\"port\":8080}");
        CommandRun run = bare().run("list", "--take", "1");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.err()).contains("sandbox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAIL_BASE_URL", "SAIL_CLIENT_ID", "SAIL_CLIENT_SECRET"})
    void variablesAreCleanedOrRefused(String variable) {
        String value = switch (variable) {
            case "SAIL_BASE_URL" -> tenant.getBaseUrl().toString();
            case "SAIL_CLIENT_ID" -> tenant.getClientId();
            default -> tenant.getClientSecret();
        };
        for (String dirty : new String[] {value + ' ', '"' + value + '"', value + "\n\n", value + '\0'}) {
            CommandRun run =
                    CommandRun.against(tenant).variable(variable, dirty).run("list");
            assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
            assertThat(run.errLines()).singleElement().asString().contains(variable + " must not have");
            assertThat(run.err()).doesNotContain(value);
        }
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
        assertTenantWasAsked(
                CommandRun.against(tenant).variable(variable, value + "\r\n").run("list"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acme.identitynow.com",
                "acme.api.identitynow.com",
                "https://acme.api.identitynow.com/beta"
            })
    void baseUrlThatIsMeantIsNamed(String url) {
        for (CommandRun run : new CommandRun[] {
            CommandRun.against(tenant).variable("SAIL_BASE_URL", url).run("list"),
            CommandRun.against(tenant).run("list", "--base-url", url)
        }) {
            assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("; use https://acme.api.identitynow.com");
        }
    }

    @Test
    void environmentWinsOverTheFile() throws Exception {
        write("config.json", "wrong");
        assertTenantWasAsked(
                bare().variable("SAIL_CLIENT_ID", tenant.getClientId()).run("list"));
    }

    @Test
    void emptyVariableIsNoSetting() throws Exception {
        write("config.json", tenant.getClientId());
        assertTenantWasAsked(bare().variable("SAIL_BASE_URL", "")
                .variable("TOKENS_API_VERSION", "")
                .run("list"));
    }

    @Test
    void flagWinsOverTheEnvironment() {
        assertTenantWasAsked(CommandRun.against(tenant)
                .variable("SAIL_BASE_URL", "https://x.invalid")
                .variable("TOKENS_API_VERSION", "v1")
                .run("list", "--base-url", tenant.getBaseUrl().toString(), "--api-version", "v3"));
        assertThat(tenant.getLedger().getRequests(Operation.LIST).get(0).apiVersion())
                .isEqualTo("v3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list --config absent.json",
                "list --config broken.json",
                "list --config array.json",
                "list --config number.json",
                "list --base-url http://example.com",
                "list --base-url nonsense",
                "list --base-url https://user:pass@example.com",
                "list --base-url https://user:pass@exam^ple.com",
                "list --deadline 0s",
                "list --deadline soon",
                "list --deadline -1s",
                "list --max-attempts 0",
                "list --max-attempts x",
                "list --rate 0/1s",
                "list --rate fast",
                "list --concurrency 0",
                "list --api-version v9",
                "list --output xml",
                "list --take 0",
                "list --never-used --last-used-before 2020-01-01T00:00:00Z",
                "list --client-secret hunter2",
                "list extra",
                "lst",
                ""
            })
    void wrongSettingsAreExitCodeTwo(String line) throws Exception {
        Files.writeString(directory.resolve("broken.json"), "{\"ClientSecret\":\"hunter2\"");
        Files.writeString(directory.resolve("array.json"), "[\"hunter2\"]");
        Files.writeString(directory.resolve("number.json"), "{\"ClientSecret\":17}");
        CommandRun run = CommandRun.bare()
                .in(directory)
                .variable("SAIL_CLIENT_ID", "id")
                .variable("SAIL_BASE_URL", tenant.getBaseUrl().toString())
                .variable("SAIL_CLIENT_SECRET", line.contains("number") ? "" : "s")
                .run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).hasSizeBetween(1, 2);
        assertThat(run.err()).doesNotContain("hunter2").doesNotContain("pass@");
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void baseUrlWithoutCredentialsSaysWhatToSet() {
        CommandRun run = bare().variable("SAIL_BASE_URL", "https://acme.example")
                .variable("SAIL_CLIENT_ID", "a")
                .run("list");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("client secret").contains("SAIL_CLIENT_SECRET");
    }

    @Test
    void helpNeedsNoSettings() {
        CommandRun run = bare().run("create", "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("--validity-seconds").contains("--deadline");
        assertThat(bare().run("--version").out()).startsWith("tokens ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500ms", "30s", "5m", "1h", "PT30S"})
    void timesHaveUnits(String time) {
        assertTenantWasAsked(CommandRun.against(tenant).run("list", "--deadline", time, "--rate", "5/" + time));
    }
}
