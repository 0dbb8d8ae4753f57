package io.github.sailpat.cli.install;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A completion for fish, which picocli does not generate. */
public final class FishCompletion {
    private final StringBuilder text = new StringBuilder();
    private final String name;

    private FishCompletion(String name) {
        this.name = name;
    }

    /**
     * The script.
     *
     * @param root the command
     * @return lines of fish
     */
    public static String of(CommandLine root) {
        FishCompletion completion = new FishCompletion(root.getCommandName());
        completion.line("-f");
        root.getSubcommands().forEach((command, line) -> {
            if (!line.getCommandSpec().usageMessage().hidden()) {
                completion.line("-n __fish_use_subcommand -a " + command + described(line.getCommandSpec()));
            }
        });
        completion.options(root.getCommandSpec(), "");
        for (Map.Entry<String, CommandLine> each : root.getSubcommands().entrySet()) {
            completion.options(
                    each.getValue().getCommandSpec(), "-n '__fish_seen_subcommand_from " + each.getKey() + "' ");
        }
        return completion.text.toString();
    }

    /** Options of all commands are those of the root, said once. */
    private void options(CommandSpec command, String condition) {
        for (OptionSpec option : command.options()) {
            if (option.hidden() || (!condition.isEmpty() && option.inherited())) {
                continue;
            }
            StringBuilder line = new StringBuilder(condition);
            for (String each : option.names()) {
                line.append(each.startsWith("--") ? "-l " : "-s ")
                        .append(each.replaceFirst("^-+", ""))
                        .append(' ');
            }
            if (option.arity().max() > 0) {
                line.append("-r ").append(isFile(option) ? "-F " : "");
            }
            line(line.toString().strip() + quoted(first(option.description())));
        }
    }

    private static boolean isFile(OptionSpec option) {
        return option.paramLabel().contains("FILE") || option.paramLabel().contains("DIR");
    }

    private static String described(CommandSpec command) {
        return quoted(first(command.usageMessage().description()));
    }

    private static String first(String[] lines) {
        return lines.length == 0 ? "" : lines[0].replaceFirst("[.:] .*|\\.$", "");
    }

    private static String quoted(String description) {
        return description.isEmpty()
                ? ""
                : " -d '" + description.replace("\\", "\\\\").replace("'", "\\'") + '\'';
    }

    private void line(String arguments) {
        text.append("complete -c ").append(name).append(' ').append(arguments).append('\n');
    }
}
