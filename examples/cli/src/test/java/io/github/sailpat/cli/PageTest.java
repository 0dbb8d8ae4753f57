package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of the command. */
class PageTest {
    private static final String PROGRAM = "java -jar examples/cli/target/tokens.jar ";

    @Test
    void itsCommandsAreAccepted() throws Exception {
        List<String> commands = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith(PROGRAM))
                .map(line -> line.substring(PROGRAM.length()))
                .toList();

        assertThat(commands).hasSizeGreaterThan(8).allSatisfy(command -> {
            assertThat(Tokens.commandLine(CommandRun.bare().shell())
                            .parseArgs(command.split(" "))
                            .hasSubcommand())
                    .isTrue();
        });
    }
}
