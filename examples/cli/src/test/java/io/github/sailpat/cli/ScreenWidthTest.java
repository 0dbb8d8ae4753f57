package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.screen.TextColumns;
import io.github.sailpat.sandbox.SandboxTenant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed fits the terminal. */
class ScreenWidthTest {
    private static void assertFits(CommandRun run, int width) {
        assertThat(run.exitCode()).as("%s", run).isZero();
        assertThat(run.outLines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(TextColumns.width(line)).as(line).isLessThanOrEqualTo(width));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 120, 200})
    void noTableIsWiderThanTheTerminal(int width) {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(30))) {
            for (String command :
                    new String[] {"list", "audit", "prune --unused-for 90d --dry-run", "list --sort name"}) {
                String[] args = (command + " --output table").split(" ");
                assertFits(CommandRun.against(tenant).width(() -> width).run(args), width);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "60,ID NAME EXPIRES",
        "80,ID NAME LAST EXPIRES",
        "100,ID NAME OWNER LAST EXPIRES",
        "110,ID NAME OWNER SCOPE LAST EXPIRES",
        "120,ID NAME OWNER SCOPE CREATED LAST EXPIRES"
    })
    void theLeastImportantColumnsGoFirst(int width, String columns) {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(1))) {
            CommandRun run = CommandRun.against(tenant).width(() -> width).run("list", "--output", "table");
            assertThat(run.outLines().get(0).replace("LAST USED", "LAST").split(" +"))
                    .containsExactly(columns.split(" "));
        }
    }

    @Test
    void aWindowThatChangesItsSizeGetsHeadingsOfItsOwn() {
        AtomicInteger asked = new AtomicInteger();
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(40))) {
            CommandRun run = CommandRun.against(tenant)
                    .width(() -> asked.incrementAndGet() > 20 ? 60 : 120)
                    .run("list", "--output", "table");

            assertThat(run.outLines().stream().filter(line -> line.startsWith("ID ")))
                    .hasSize(2);
            assertThat(run.outLines().subList(35, 41))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 120, 200})
    void helpIsWrappedByTheWidth(int width) {
        Tokens.commandLine(CommandRun.bare().shell()).getSubcommands().keySet().forEach(command -> {
            CommandRun run = CommandRun.bare().width(() -> width).run(command, "--help");
            assertFits(run, width);
            assertThat(run.out()).contains("Usage: tokens " + command);
        });
    }

    @Test
    void colorsAreForWhatMeansSomething() {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(60))) {
            CommandRun always = CommandRun.against(tenant).run("list", "--output", "table", "--color", "always");
            CommandRun pipe = CommandRun.against(tenant).run("list", "--output", "table");
            CommandRun json = CommandRun.against(tenant).run("list", "--output", "jsonl", "--color", "always");

            assertThat(always.out()).contains("\u001B[");
            assertThat(always.out().replaceAll("\u001B\\[\\d*m", "")).isEqualTo(pipe.out());
            assertThat(json.out()).doesNotContain("\u001B");
            assertThat(CommandRun.against(tenant).onTerminal().run("list").out())
                    .contains("\u001B[");
            assertThat(CommandRun.against(tenant)
                            .onTerminal()
                            .variable("NO_COLOR", "1")
                            .run("list")
                            .out())
                    .doesNotContain("\u001B");
            assertThat(CommandRun.against(tenant).run("list", "--color", "red").exitCode())
                    .isEqualTo(ExitCode.USAGE);
        }
    }
}
