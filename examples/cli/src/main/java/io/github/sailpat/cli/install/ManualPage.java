package io.github.sailpat.cli.install;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command, in the macros of man(7), from the same model as its help. */
public final class ManualPage {
    private final StringBuilder text = new StringBuilder();
    private final CommandSpec command;

    private ManualPage(CommandSpec command) {
        this.command = command;
    }

    /**
     * The name of the file.
     *
     * @param command the command
     * @return for example {@code tokens-list.1}
     */
    public static String fileName(CommandSpec command) {
        return command.qualifiedName("-") + ".1";
    }

    /**
     * The page.
     *
     * @param command the command
     * @param version the version of the program
     * @return lines of roff
     */
    public static String of(CommandSpec command, String version) {
        ManualPage page = new ManualPage(command);
        page.head(version);
        page.options();
        page.commands();
        page.footer();
        return page.text.toString();
    }

    private void head(String version) {
        String name = command.qualifiedName("-");
        String description = String.join(" ", command.usageMessage().description());
        macro("TH", "\"" + name.toUpperCase(Locale.ROOT) + "\" \"1\" \"\" \"" + version + "\"");
        macro("SH", "NAME");
        line(name + " \\- " + escaped(description));
        macro("SH", "SYNOPSIS");
        line(escaped(synopsis()));
    }

    private String synopsis() {
        String parameters = command.positionalParameters().stream()
                .map(PositionalParamSpec::paramLabel)
                .collect(Collectors.joining(" "));
        String subcommand = command.subcommands().isEmpty() ? "" : " COMMAND";
        return command.qualifiedName() + " [OPTIONS]" + subcommand + (parameters.isEmpty() ? "" : ' ' + parameters);
    }

    private void options() {
        if (!command.positionalParameters().isEmpty()) {
            macro("SH", "ARGUMENTS");
            for (PositionalParamSpec parameter : command.positionalParameters()) {
                item(parameter.paramLabel(), parameter.description());
            }
        }
        options(
                "OPTIONS",
                command.options().stream().filter(option -> !option.inherited()).toList());
        if (command.parent() != null) {
            macro("SH", "OPTIONS OF ALL COMMANDS");
            line("See tokens(1).");
        }
    }

    private void options(String title, List<OptionSpec> options) {
        List<OptionSpec> shown =
                options.stream().filter(option -> !option.hidden()).toList();
        if (shown.isEmpty()) {
            return;
        }
        macro("SH", title);
        for (OptionSpec option : shown) {
            String names = String.join(", ", option.names());
            item(option.arity().max() == 0 ? names : names + ' ' + option.paramLabel(), option.description());
        }
    }

    private void commands() {
        List<CommandLine> shown = command.subcommands().values().stream()
                .filter(each -> !each.getCommandSpec().usageMessage().hidden())
                .toList();
        if (!shown.isEmpty()) {
            macro("SH", "COMMANDS");
            for (CommandLine each : shown) {
                CommandSpec spec = each.getCommandSpec();
                item(spec.qualifiedName("-") + "(1)", spec.usageMessage().description());
            }
        }
    }

    private void footer() {
        String[] footer = command.usageMessage().footer();
        if (footer.length > 0) {
            macro("SH", "NOTES");
            for (String paragraph : footer) {
                if (paragraph.isEmpty()) {
                    macro("PP", "");
                } else if (paragraph.startsWith(" ")) {
                    macro("br", "");
                    line(escaped(paragraph.strip()));
                    macro("br", "");
                } else {
                    line(escaped(paragraph));
                }
            }
        }
    }

    private void item(String term, String[] description) {
        macro("TP", "");
        line("\\fB" + escaped(term) + "\\fR");
        line(escaped(Arrays.stream(description).map(ManualPage::plain).collect(Collectors.joining(" "))));
    }

    /** Without the markup of picocli. */
    private static String plain(String description) {
        return Help.Ansi.OFF.string(description);
    }

    private void macro(String name, String arguments) {
        text.append('.')
                .append(name)
                .append(arguments.isEmpty() ? "" : " ")
                .append(arguments)
                .append('\n');
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** A period or an apostrophe at the beginning of a line would be a macro. */
    private static String escaped(String line) {
        String escaped = line.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
