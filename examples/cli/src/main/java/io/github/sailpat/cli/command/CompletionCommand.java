package io.github.sailpat.cli.command;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.install.FishCompletion;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.cli.terminal.Results;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion for a shell. */
@Command(
        name = "completion",
        description = "Print a completion for a shell.",
        sortOptions = false,
        footer = {
            "",
            "bash: source <(tokens completion bash)",
            "zsh: source <(tokens completion zsh), after compinit",
            "fish: tokens completion fish | source"
        })
public final class CompletionCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
    private String shell = "";

    public CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        CommandLine root = Objects.requireNonNull(spec).root().commandLine();
        Results results = new Results(session.shell().out());
        results.write(
                switch (shell) {
                    // The script of picocli tells the two shells apart by itself.
                    case "bash", "zsh" -> AutoComplete.bash(root.getCommandName(), root);
                    case "fish" -> FishCompletion.of(root);
                    default -> throw new UsageException("choose one of bash, zsh and fish", null);
                });
        results.flush();
        return ExitCode.DONE;
    }
}
