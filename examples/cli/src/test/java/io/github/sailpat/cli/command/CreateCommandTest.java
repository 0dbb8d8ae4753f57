package io.github.sailpat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.FailingOutput;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.output.OutputFormat;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.ApiVersion;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateCommandTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));

    @AfterEach
    void close() {
        tenant.close();
    }

    @Test
    void aSecondCtrlCNamesATokenThatMayExist() throws Exception {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().stallAfterApplying());
        CommandRun run = CommandRun.against(tenant);
        CompletableFuture<CommandRun> running = CompletableFuture.supplyAsync(() -> run.run("create", "--name", "cut"));
        run.awaitTokens(tenant, 1);
        run.interruption().stop();
        run.interruption().abort();
        running.get(20, TimeUnit.SECONDS);

        assertThat(run.errLines())
                .filteredOn(line -> line.contains("the create of \"cut\" was cut off: the token may exist"))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyVersionCreatesAndPrintsTheSecretOnce(ApiVersion version) throws Exception {
        CommandRun run = CommandRun.against(tenant)
                .variable("TOKENS_API_VERSION", version.getLabel())
                .run(
                        "create",
                        "--name",
                        "grün",
                        "--scope",
                        "a",
                        "--scope",
                        "b",
                        "--validity-seconds",
                        "900",
                        "--expires",
                        "2027-01-31T12:00:00Z");
        assertThat(run.exitCode()).as("%s", run).isZero();
        SandboxToken token = tenant.getLedger().findByName("grün").get(0);
        JsonNode printed = new ObjectMapper().readTree(run.out());
        assertThat(printed.path("id").textValue()).isEqualTo(token.id());
        assertThat(printed.path("secret").textValue()).isEqualTo(token.secret());
        assertThat(token.scope()).isEqualTo(List.of("a", "b"));
        assertThat(token.validity()).isEqualTo(900);
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void tokenThatNeverExpiresNeedsANewVersion(ApiVersion version) {
        CommandRun run = CommandRun.against(tenant)
                .run("create", "--name", "x", "--never-expires", "--api-version", version.getLabel());
        assertThat(run.exitCode()).isEqualTo(version.canNeverExpire() ? ExitCode.DONE : ExitCode.USAGE);
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(version.canNeverExpire() ? 1 : 0);
    }

    @ParameterizedTest
    @EnumSource
    void versionsWhoseTokensCanNeverExpireWantToKnowTheExpiry(ApiVersion version) {
        CommandRun run = CommandRun.against(tenant).run("create", "--name", "x", "--api-version", version.getLabel());
        assertThat(run.exitCode()).isEqualTo(version.canNeverExpire() ? ExitCode.USAGE : ExitCode.DONE);
        assertThat(run.err().contains("--never-expires")).isEqualTo(version.canNeverExpire());
        assertThat(tenant.getLedger().getCreatesApplied()).isEqualTo(version.canNeverExpire() ? 0 : 1);
    }

    @Test
    void theHelpNamesTheApiVersionsAndTheBounds() {
        String help = CommandRun.bare().run("create", "--help").out().replaceAll("\\s+", " ");
        assertThat(help)
                .contains("One of " + labels(version -> true) + ".")
                .contains("The token never expires (" + labels(ApiVersion::canNeverExpire) + ").")
                .contains("The lifetime of its access tokens in seconds: 15 to 43200.");
    }

    private static String labels(Predicate<ApiVersion> condition) {
        return Stream.of(ApiVersion.values())
                .filter(condition)
                .map(ApiVersion::getLabel)
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatShowsTheSecret(OutputFormat format) {
        CommandRun run = CommandRun.against(tenant).run("create", "--name", "x", "--output", format.toString());
        assertThat(run.out()).contains(tenant.getLedger().findByName("x").get(0).secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Broken pipe", "No space left on device"})
    void unprintedTokenIsNamedOnStandardError(String why) {
        CommandRun run =
                CommandRun.against(tenant).stdout(new FailingOutput(why)).run("create", "--name", "x");
        SandboxToken token = tenant.getLedger().findByName("x").get(0);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains(token.id());
        assertThat(run.err()).doesNotContain(token.secret());
    }

    @Test
    void nameThatIsTakenFails() {
        tenant.addToken("x", token -> token.withCreated(Instant.now().minusSeconds(60)));
        CommandRun run = CommandRun.against(tenant).run("create", "--name", "x");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).singleElement().asString().contains("400").contains("trackingId");
    }

    @Test
    void lostSecretIsReportedWithTheId() {
        tenant.getFaults().add(Fault.on(Operation.CREATE).resetAfterApplying());
        CommandRun run = CommandRun.against(tenant).run("create", "--name", "x");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).hasSize(2);
        assertThat(run.errLines().get(0))
                .contains(tenant.getLedger().findByName("x").get(0).id());
    }

    @Test
    void interruptedCreateIsFinishedAndPrinted() {
        CommandRun run = CommandRun.against(tenant);
        tenant.getFaults().add(Fault.on(Operation.CREATE).matching(request -> {
            run.interruption().stop();
            return true;
        }));
        run.run("create", "--name", "x");
        assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(run.out()).contains(tenant.getLedger().findByName("x").get(0).secret());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create",
                "create --name ",
                "create --name x --validity-seconds 1",
                "create --name x --validity-seconds many",
                "create --name x --expires 2020-01-01T00:00:00Z",
                "create --name x --expires 2099-01-01T00:00:00Z",
                "create --name x --expires tomorrow",
                "create --name x --never-expires --expires 2027-01-01T00:00:00Z"
            })
    void invalidRequestsAreNotSent(String line) {
        CommandRun run = CommandRun.against(tenant).run(line.split(" ", -1));
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.errLines()).hasSizeBetween(1, 2);
        assertThat(run.err().toLowerCase(Locale.ROOT)).doesNotContain("exception");
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }
}
