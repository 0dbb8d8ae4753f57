package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.cli.session.RootCommand;
import io.github.sailpat.cli.session.Session;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Only the commands that a command line may mean are made. */
class SubcommandsTest {
    private static Set<String> of(String... args) {
        RootCommand root = new RootCommand();
        CommandLine line = new CommandLine(root);
        Subcommands.addNamed(line, new Session(CommandRun.bare().shell(), root), List.of(args));
        return line.getSubcommands().keySet();
    }

    @Test
    void aCommandIsMadeIfItIsNamed() {
        assertThat(of("list", "--take", "1")).containsExactly("list");
        assertThat(of("--output", "csv", "create", "--name", "list")).containsExactly("list", "create");
    }

    @Test
    void allAreMadeIfNoneIsNamed() {
        assertThat(of("--help")).hasSizeGreaterThan(10).isEqualTo(of("lst")).isEqualTo(of());
    }

    @Test
    void whatDescribesAllCommandsGetsAll() {
        assertThat(of("completion", "list")).isEqualTo(of()).isEqualTo(of("install-files", "x"));
    }
}
