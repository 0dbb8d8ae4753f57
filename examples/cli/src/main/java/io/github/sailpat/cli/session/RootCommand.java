package io.github.sailpat.cli.session;

import io.github.sailpat.cli.connection.ConnectionOptions;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.output.OutputFormat;
import io.github.sailpat.cli.screen.ColorChoice;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of all commands, which can be before or after the name of the command. */
@Command(
        name = "tokens",
        description = "Personal access tokens of SailPoint Identity Security Cloud.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false)
public final class RootCommand implements Callable<Integer> {
    @Mixin
    final ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--output",
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "table, jsonl or csv. Default: table on a terminal, else jsonl.")
    private @Nullable OutputFormat output;

    @Option(
            names = "--csv-raw",
            scope = ScopeType.INHERIT,
            description = "Leave CSV cells as they are. Default: an apostrophe in front of what a spreadsheet"
                    + " would take for a formula.")
    private boolean csvRaw;

    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never. Default: auto, on a terminal unless NO_COLOR is set.")
    private ColorChoice color = ColorChoice.AUTO;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log more, count the requests, and show stack traces.")
    private boolean verbose;

    public boolean isVerbose() {
        return verbose;
    }

    boolean isCsvRaw() {
        return csvRaw;
    }

    public ColorChoice color() {
        return color;
    }

    boolean isOutputGiven() {
        return output != null;
    }

    OutputFormat output(CommandEnvironment shell) {
        if (output != null) {
            return output;
        }
        return shell.terminal() ? OutputFormat.TABLE : OutputFormat.JSONL;
    }

    @Override
    public Integer call() {
        throw new UsageException(
                "a command is missing, for example list, create, rotate or audit",
                "'tokens --help' describes all of them.");
    }

    /** The version of the file that runs. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {"tokens " + (version == null ? "(not packaged)" : version)};
        }
    }
}
