package io.github.sailpat.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sailpat.cli.CommandRun;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.sandbox.Fault;
import io.github.sailpat.sandbox.Operation;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.ApiVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PruneCommandTest {
    private final Instant now = Instant.now();
    private final Instant old = now.minus(Duration.ofDays(400));

    private final SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(0));
    private final String unused = add("unused", t -> t.withLastUsed(old));
    private final String neverUsed = add("never-used", t -> t.withOwner("other", "Somebody Else"));
    private final String used = add("used", t -> t.withLastUsed(now));
    private final String managed = add("managed", t -> t.withManaged(true));

    @AfterEach
    void close() {
        tenant.close();
    }

    private String add(String name, UnaryOperator<SandboxToken> change) {
        return tenant.addToken(name, token -> change.apply(token.withCreated(old)))
                .id();
    }

    private Set<String> deleted() {
        return Set.copyOf(tenant.getLedger().getDeletedIds());
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyVersionPrunesWithALineForEach(ApiVersion version) {
        CommandRun run = CommandRun.against(tenant)
                .run("prune", "--unused-for", "90d", "--yes", "--api-version", version.getLabel());

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(deleted()).containsExactlyInAnyOrder(unused, neverUsed);
        assertThat(run.outLines()).hasSize(2).allSatisfy(line -> {
            JsonNode outcome = json(line);
            assertThat(outcome.fieldNames())
                    .toIterable()
                    .containsExactly("index", "id", "name", "reason", "outcome", "attempts");
            assertThat(outcome.path("outcome").textValue()).isEqualTo("succeeded");
            assertThat(outcome.path("reason").textValue()).contains("400 days ago");
        });
        assertThat(run.errLines()).singleElement().asString().contains("2 succeeded, 0 rejected");
    }

    @Test
    void aDryRunTellsAndDeletesNothing() {
        CommandRun run = CommandRun.against(tenant).run("prune", "--unused-for", "90d", "--dry-run", "--yes");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.outLines()).hasSize(2);
        JsonNode candidate = json(run.outLines().get(0));
        assertThat(candidate.path("id").textValue()).isEqualTo(unused);
        assertThat(candidate.path("reason").textValue()).startsWith("last used");
        assertThat(candidate.at("/token/name").textValue()).isEqualTo("unused");
        assertThat(tenant.getLedger().count(Operation.DELETE)).isZero();
    }

    @Test
    void withoutATerminalAndAYesNothingIsSent() {
        CommandRun run = CommandRun.against(tenant).stdin("2\n").run("prune", "--unused-for", "90d");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.errLines()).hasSize(2);
        assertThat(run.errLines().get(1)).contains("--dry-run").contains("--yes");
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void onATerminalTheNumberHasToBeTyped() {
        CommandRun run = CommandRun.against(tenant).onTerminal().stdin("2\n").run("prune", "--unused-for", "90d");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.err()).contains("2 tokens: to be deleted for good. Type 2 to continue: ");
        assertThat(run.outLines().get(0)).startsWith("ID  ").endsWith("WHY");
        assertThat(run.outLines().get(1)).contains(unused).endsWith("400 days ago");
        assertThat(deleted()).containsExactlyInAnyOrder(unused, neverUsed);
    }

    @Test
    void whoeverConfirmsSeesTheTokensInAnyFormat() {
        CommandRun run = CommandRun.against(tenant)
                .onTerminal()
                .stdin("2\n")
                .run("prune", "--unused-for", "90d", "--output", "jsonl");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.err()).contains(unused, neverUsed, "400 days ago");
        assertThat(run.outLines()).hasSize(2).allMatch(line -> line.startsWith("{"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "y\n", "yes\n", "3\n", "22\n", "-2\n"})
    void anyOtherAnswerDeletesNothing(String answer) {
        CommandRun run = CommandRun.against(tenant).onTerminal().stdin(answer).run("prune", "--unused-for", "90d");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).endsWith("nothing was deleted\n");
        assertThat(tenant.getLedger().count(Operation.DELETE)).isZero();
    }

    @Test
    void theLimitHoldsAndSaysSo() {
        CommandRun look = CommandRun.against(tenant).run("prune", "--unused-for", "90d", "--limit", "1", "--dry-run");
        CommandRun run = CommandRun.against(tenant).run("prune", "--unused-for", "90d", "--limit", "1", "--yes");

        assertThat(look.err()).contains("1 token, and there are more");
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(deleted()).containsExactly(unused);
    }

    @Test
    void onlyTheOwnersTokensArePruned() {
        CommandRun run = CommandRun.against(tenant).run("prune", "--unused-for", "90d", "--owner", "me", "--yes");

        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(deleted()).containsExactly(unused);
    }

    @Test
    void nothingToPruneIsASuccess() {
        CommandRun run = CommandRun.against(tenant).onTerminal().run("prune", "--unused-for", "3000d");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("0 tokens to prune");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--unused-for 47h",
                "--unused-for 1d",
                "--unused-for never",
                "--unused-for 90d --limit 0",
                "--unused-for 90d --output csv"
            })
    void wrongUsageSendsNothing(String options) {
        String[] args = ("prune --yes " + options).strip().split(" ");
        CommandRun run = CommandRun.against(tenant).run(args);

        assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(tenant.getLedger().count(Operation.ANY)).isZero();
    }

    @Test
    void oneThatFailsDoesNotStopTheOthers() {
        tenant.getFaults().add(Fault.on(Operation.DELETE).status(403, null));
        CommandRun run = CommandRun.against(tenant).run("prune", "--unused-for", "90d", "--yes");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.outLines())
                .extracting(line -> json(line).path("outcome").textValue())
                .containsExactlyInAnyOrder("succeeded", "rejected");
        assertThat(deleted()).hasSize(1);
    }

    @Test
    void refusedCredentialsAreSaid() {
        tenant.getFaults().add(Fault.on(Operation.TOKEN).always().status(401, null));
        CommandRun run = CommandRun.against(tenant).run("prune", "--unused-for", "90d", "--yes");

        assertThat(run.exitCode()).isEqualTo(ExitCode.AUTHENTICATION);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void ctrlCReportsTheRestAsNotAttempted() {
        for (int i = 0; i < 40; i++) {
            add("more-" + i, t -> t);
        }
        CommandRun run = CommandRun.against(tenant);
        tenant.getFaults().add(Fault.on(Operation.DELETE).matching(request -> {
            run.interruption().stop();
            return true;
        }));
        run.run("prune", "--unused-for", "90d", "--yes", "--concurrency", "1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        List<String> outcomes = run.outLines().stream()
                .map(line -> json(line).path("outcome").textValue())
                .toList();
        assertThat(outcomes).hasSize(42).contains("not_attempted");
        assertThat(outcomes.stream().filter("succeeded"::equals).count())
                .isEqualTo(tenant.getLedger().getDeletesApplied())
                .isLessThan(40);
        assertThat(tenant.getLedger().findById(used)).isNotNull();
        assertThat(tenant.getLedger().findById(managed)).isNotNull();
    }

    @Test
    void ctrlCWhileLookingDeletesNothing() {
        CommandRun run = CommandRun.against(tenant);
        tenant.getFaults().add(Fault.on(Operation.LIST).matching(request -> {
            run.interruption().stop();
            return true;
        }));
        run.run("prune", "--unused-for", "90d", "--yes");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(run.out()).isEmpty();
        assertThat(tenant.getLedger().count(Operation.DELETE)).isZero();
    }
}
