package io.github.sailpat.cli.command;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.install.FishCompletion;
import io.github.sailpat.cli.install.ManualPage;
import io.github.sailpat.cli.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the manual pages and the completions. The build uses it for the packages. */
@Command(name = "install-files", description = "Write manual pages and completions to a directory.", hidden = true)
public final class InstallFilesCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The directory, which is created.")
    private Path directory = Path.of("");

    public InstallFilesCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CommandSpec root = Objects.requireNonNull(spec).root();
        Path target = session.shell().directory().resolve(directory);
        try {
            manual(root, Files.createDirectories(target.resolve("man")));
            completions(root.commandLine(), Files.createDirectories(target.resolve("completions")));
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new OutputException(target, e);
        }
    }

    private static void manual(CommandSpec root, Path target) throws IOException {
        page(root, target);
        for (CommandLine each : root.subcommands().values()) {
            if (!each.getCommandSpec().usageMessage().hidden()) {
                page(each.getCommandSpec(), target);
            }
        }
    }

    private static void page(CommandSpec command, Path target) throws IOException {
        String version = command.root().version()[0];
        Files.writeString(target.resolve(ManualPage.fileName(command)), ManualPage.of(command, version));
    }

    private static void completions(CommandLine root, Path target) throws IOException {
        Files.writeString(target.resolve("tokens"), AutoComplete.bash(root.getCommandName(), root));
        Files.writeString(target.resolve("tokens.fish"), FishCompletion.of(root));
    }
}
