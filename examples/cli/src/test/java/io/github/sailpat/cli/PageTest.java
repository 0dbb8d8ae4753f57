package io.github.sailpat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

        assertThat(commands).hasSizeGreaterThan(8).allSatisfy(command -> {
            CommandEnvironment shell = new CommandEnvironment(
                    Map.of(),
                    Path.of("target"),
                    InputStream.nullInputStream(),
                    nowhere,
                    nowhere,
                    false,
                    false,
                    new InterruptHandler());
            assertThat(Tokens.commandLine(shell).parseArgs(command.split(" ")).hasSubcommand())
                    .isTrue();
        });
    }
}
