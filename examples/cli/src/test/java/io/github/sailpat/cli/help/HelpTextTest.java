package io.github.sailpat.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.screen.TextColumns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

class HelpTextTest {
    private static final String LONG =
            "Where it goes: file:PATH, http://HOST:PORT of config.json, or else the values of"
                    + " A_VARIABLE_WITH_A_LONG_NAME, one of ${COMPLETION-CANDIDATES}.";

    @Command(name = "top", subcommands = Sub.class)
    static final class Top {
        @Option(names = "--shared", scope = ScopeType.INHERIT, description = "Of all.")
        boolean shared;

        @Option(names = "--secret", hidden = true)
        boolean hidden;
    }

    enum Kind {
        ONE,
        TWO
    }

    @Command(
            name = "sub",
            description = "Does it.",
            sortOptions = false,
            footer = {"", "  item  the first of the items, which is longer than a line of this terminal can be"})
    static final class Sub {
        @Option(names = "--to", paramLabel = "TARGET", required = true, description = LONG)
        Kind target = Kind.ONE;

        @Option(
                names = {"-m", "--many"},
                paramLabel = "N",
                description = "Repeated.")
        int[] many = {};

        @Parameters(paramLabel = "ID...", description = "The tokens.")
        String[] ids = {};
    }

    private static String help(int width, boolean color) {
        CommandLine top = new CommandLine(new Top());
        return HelpText.of(top.getSubcommands().get("sub").getCommandSpec(), width, color);
    }

    @ParameterizedTest
    @ValueSource(ints = {55, 60, 79, 80, 100, 120, 200})
    void linesFitAndAreBrokenAtSpacesOnly(int width) {
        String help = help(width, false);

        assertThat(help.lines())
                .allSatisfy(
                        line -> assertThat(TextColumns.width(line)).as(line).isLessThanOrEqualTo(Math.min(120, width)));
        assertThat(help.replaceAll("\\s+", " ")).contains(LONG.replace("${COMPLETION-CANDIDATES}", "ONE, TWO"));
    }

    @Test
    void ownOptionsComeBeforeThoseOfAllCommands() {
        assertThat(help(80, false))
                .startsWith("Usage: top sub --to=TARGET [--many=N]... [OPTION]... ID...\n\nDoes it.\n\nArguments:\n")
                .containsSubsequence(
                        "\nOptions:\n", "--to=TARGET", "\nOptions of all commands:\n", "  --shared  Of all.\n")
                .doesNotContain("--secret");
    }

    @Test
    void anItemOfAFooterHangs() {
        assertThat(help(60, false)).endsWith("""

              item  the first of the items, which is longer than a line
                    of this terminal can be
            """);
    }

    @Test
    void colorsChangeNothingElse() {
        assertThat(help(80, true)).contains("\u001B[1m--shared\u001B[0m");
        assertThat(help(80, true).replaceAll("\u001B\\[\\dm", "")).isEqualTo(help(80, false));
    }
}
