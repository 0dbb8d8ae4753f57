package io.github.sailpat.cli.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.FailingOutput;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.ApiVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotateCommandTest {
    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));
    private final String first = tenant.addToken(
                    "first", t -> t.withScope(List.of("a")).withValidity(900))
            .id();
    private final String second = tenant.addToken("second").id();

    @AfterEach
    void close() {
        tenant.close();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    private SandboxToken successor(JsonNode line) {
        return tenant.getLedger().findById(line.path("token").path("id").textValue());
    }

    @ParameterizedTest
    @EnumSource
    void everyVersionRotates(ApiVersion version) {
        CommandRun run = CommandRun.against(tenant).run("rotate", first, second, "--api-version", version.getLabel());

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.outLines()).hasSize(2);
        JsonNode line = json(run.outLines().get(0));
        assertThat(line.path("id").textValue()).isEqualTo(first);
        assertThat(line.path("outcome").textValue()).isEqualTo("succeeded");
        assertThat(line.path("token").path("secret").textValue())
                .isEqualTo(successor(line).secret());
        assertThat(successor(line).scope()).isEqualTo(List.of("a"));
        assertThat(successor(line).validity()).isEqualTo(900);
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(first, second);
    }

    @Test
    void aLifetimeIsShortenedOnlyIfItIsGiven() {
        String old =
                tenant.addToken("forever", t -> t.withExpiration(null, true)).id();

        CommandRun refused = CommandRun.against(tenant).run("rotate", old, "--api-version", "beta");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("--lifetime 180d");
        JsonNode line = json(refused.outLines().get(0));
        assertThat(line.path("outcome").textValue()).isEqualTo("rejected");
        assertThat(line.path("error").path("message").textValue()).contains("never expires", "six months");
        assertThat(tenant.getLedger().getCreatesApplied()).isZero();

        CommandRun run = CommandRun.against(tenant).run("rotate", old, "--api-version", "beta", "--lifetime", "180d");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.err()).contains(old, "shorter lifetime");
        assertThat(successor(json(run.outLines().get(0))).expirationDate())
                .isCloseTo(Instant.now().plus(180, ChronoUnit.DAYS), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void theWholeLineIsOutBeforeTheOldOneIsDeleted() {
        CommandRun run = CommandRun.against(tenant);
        AtomicReference<String> outAtDelete = new AtomicReference<>("");
        tenant.getFaults().add(Fault.on(Operation.DELETE).matching(request -> {
            outAtDelete.set(run.out());
            return true;
        }));
        run.run("rotate", first);
        assertThat(outAtDelete.get()).endsWith("\n");
        JsonNode line = json(outAtDelete.get());
        assertThat(line.path("outcome").textValue()).isEqualTo("succeeded");
        assertThat(line.path("token").path("secret").textValue())
                .isEqualTo(successor(line).secret());
    }

    @Test
    void whatFailsKeepsTheOthersFromNothing() {
        CommandRun run = CommandRun.against(tenant).run("rotate", "nobody", first);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(json(run.outLines().get(0)).path("outcome").textValue()).isEqualTo("rejected");
        assertThat(json(run.outLines().get(0)).path("error").path("type").textValue())
                .isEqualTo("RotationFailedException");
        assertThat(json(run.outLines().get(1)).path("outcome").textValue()).isEqualTo("succeeded");
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(first);
    }

    @Test
    void aSecretThatDoesNotWorkIsPrintedAndNothingDeleted() {
        tenant.getFaults()
                .add(Fault.on(Operation.TOKEN)
                        .matching(request -> !request.body().contains(tenant.getClientId()))
                        // Asked to wait longer than it would.
                        .always()
                        .status(503, null, "Retry-After", "60"));
        CommandRun run = CommandRun.against(tenant).run("rotate", first);
        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.FAILED);
        assertThat(run.outLines()).hasSize(1);
        JsonNode line = json(run.outLines().get(0));
        assertThat(line.path("outcome").textValue()).isEqualTo("unknown");
        assertThat(line.path("error").path("status").intValue()).isEqualTo(503);
        assertThat(line.path("token").path("secret").textValue())
                .isEqualTo(successor(line).secret());
        assertThat(tenant.getLedger().getDeletedIds()).isEmpty();
    }

    @Test
    void aDeleteThatFailsIsSaidOnStandardErrorAndByTheExitCode() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).status(403, null));
        CommandRun run = CommandRun.against(tenant).run("rotate", first);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(json(run.out()).path("outcome").textValue()).isEqualTo("succeeded");
        assertThat(run.errLines())
                .singleElement()
                .asString()
                .contains(first)
                .contains("403")
                .contains("may still exist");
    }

    @Test
    void ownCredentialsGoOnWithTheirSuccessor() {
        SandboxToken own = tenant.addToken("own");
        CommandRun run = CommandRun.against(tenant)
                .variable("SAIL_CLIENT_ID", own.id())
                .variable("SAIL_CLIENT_SECRET", own.secret())
                .run("rotate", own.id(), first);
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(own.id(), first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Broken pipe", "No space left on device"})
    void aSecretThatCannotBePrintedKeepsTheOldOne(String why) {
        CommandRun run =
                CommandRun.against(tenant).stdout(new FailingOutput(why)).run("rotate", first, second);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(tenant.getLedger().count(Operation.CREATE)).isEqualTo(1);
        assertThat(tenant.getLedger().getDeletedIds()).isEmpty();
        SandboxToken successor = tenant.getLedger().getTokens().get(2);
        assertThat(run.err()).contains(successor.id()).doesNotContain(successor.secret());

        CommandRun again = CommandRun.against(tenant).run("rotate", first);
        assertThat(again.exitCode()).as("%s", again).isZero();
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(successor.id(), first);
    }

    @Test
    void ctrlCFinishesTheTokenInWorkAndAttemptsNoMore() {
        CommandRun run = CommandRun.against(tenant);
        tenant.getFaults().add(Fault.on(Operation.CREATE).matching(request -> {
            run.interruption().stop();
            return true;
        }));
        run.run("rotate", first, second);
        assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(first);
        assertThat(json(run.outLines().get(0)).path("outcome").textValue()).isEqualTo("succeeded");
        assertThat(json(run.outLines().get(1)).path("id").textValue()).isEqualTo(second);
        assertThat(json(run.outLines().get(1)).path("outcome").textValue()).isEqualTo("not_attempted");
    }

    /** Standard output breaks when the second Ctrl-C has cancelled the rotation. */
    @Test
    void aSecretThatASecondCtrlCCannotPrintIsNamed() throws Exception {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().stallInBody(400));
        CommandRun run = CommandRun.against(tenant).stdout(new FailingOutput("Broken pipe"));
        CompletableFuture<CommandRun> running = CompletableFuture.supplyAsync(() -> run.run("rotate", first));
        run.awaitTokens(tenant, 3);
        Thread.sleep(200); // the body has arrived up to the secret, which no test can see
        run.interruption().stop();
        run.interruption().abort();
        running.get(20, TimeUnit.SECONDS);

        SandboxToken successor = tenant.getLedger().getTokens().get(2);
        assertThat(run.err())
                .contains("token " + successor.id() + " was created as the successor of " + first
                        + ", but its secret is lost")
                .doesNotContain(successor.secret(), "Exception", "threw");
    }

    @Test
    void aSecondCtrlCNamesACreateThatIsCutOff() throws Exception {
        tenant.getFaults().add(Fault.on(Operation.CREATE).always().stallAfterApplying());
        CommandRun run = CommandRun.against(tenant);
        CompletableFuture<CommandRun> running = CompletableFuture.supplyAsync(() -> run.run("rotate", first));
        run.awaitTokens(tenant, 3);
        run.interruption().stop();
        run.interruption().abort();
        running.get(20, TimeUnit.SECONDS);

        assertThat(run.errLines())
                .filteredOn(line -> line.contains("was cut off: the token may exist"))
                .singleElement()
                .asString()
                .contains("\"first (after ");
    }

    @Test
    void theBarSaysThatItWaitsBecauseTheTenantAsks() {
        tenant.getFaults().add(Fault.on(Operation.LIST).times(1).status(429, null, "Retry-After", "2"));
        CommandRun run = CommandRun.against(tenant).stderrTerminal().run("rotate", first);

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).contains("/s, waiting 2 s because the tenant asks");
        assertThat(run.out()).doesNotContain("\u001B");
    }

    @Test
    void badCredentialsEndTheJob() {
        CommandRun run = CommandRun.against(tenant)
                .variable("SAIL_CLIENT_SECRET", "wrong")
                .run("rotate", first, second);
        assertThat(run.exitCode()).isEqualTo(ExitCode.AUTHENTICATION);
        assertThat(run.outLines()).hasSize(2);
        assertThat(json(run.outLines().get(1)).path("outcome").textValue()).isEqualTo("not_attempted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no\n", "y\n", "yes please\n"})
    void onATerminalAnythingButYesDoesNothing(String answer) {
        CommandRun run = CommandRun.against(tenant).onTerminal().stdin(answer).run("rotate", first);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Type yes to continue");
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void onATerminalYesGoesOn() {
        CommandRun typed =
                CommandRun.against(tenant).onTerminal().stdin("yes\n").run("rotate", first);
        CommandRun flagged = CommandRun.against(tenant).onTerminal().run("rotate", "--yes", second);
        assertThat(typed.exitCode() + flagged.exitCode()).isZero();
        assertThat(flagged.err()).isEmpty();
        assertThat(tenant.getLedger().getDeletedIds()).containsExactly(first, second);
    }

    @Test
    void withoutAnIdNothingIsSent() {
        CommandRun run = CommandRun.against(tenant).run("rotate");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }
}
