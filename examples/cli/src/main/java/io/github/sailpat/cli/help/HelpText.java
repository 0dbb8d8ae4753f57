package io.github.sailpat.cli.help;

import io.github.sailpat.cli.screen.TextColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * The help of a command. Its own options come first, then those that all commands have. Lines are broken at spaces
 * only: the renderer of picocli also breaks URLs and names of files, and a start takes longer with it.
 */
public final class HelpText {
    private static final int WIDEST = 120;
    private static final Pattern ITEM = Pattern.compile("( +\\S+ {2,})\\S.*");

    private final StringBuilder text = new StringBuilder();
    private final CommandSpec command;
    private final int width;
    private final HelpItems items;

    private HelpText(CommandSpec command, int width, boolean color) {
        this.command = command;
        this.width = Math.min(WIDEST, width);
        this.items = new HelpItems(this.width, color);
    }

    /**
     * The help.
     *
     * @param command the command
     * @param width the number of cells of a line, of which no more than 120 are used
     * @param color whether names of options are bold
     * @return lines, the last one terminated too
     */
    public static String of(CommandSpec command, int width, boolean color) {
        HelpText help = new HelpText(command, width, color);
        help.synopsis();
        help.text.append('\n');
        help.paragraphs(command.usageMessage().description());
        help.section("Arguments:", help.arguments());
        help.section("Commands:", help.commands());
        help.section("Options:", help.options(option -> !isGeneral(option)));
        help.section(
                command.parent() == null ? "Options:" : "Options of all commands:", help.options(HelpText::isGeneral));
        help.paragraphs(command.usageMessage().footer());
        return help.text.toString();
    }

    /** Whether it is an option of every command. */
    private static boolean isGeneral(OptionSpec option) {
        return option.scopeType() == ScopeType.INHERIT || option.usageHelp() || option.versionHelp();
    }

    private void synopsis() {
        List<String> words = new ArrayList<>();
        shown(option -> !isGeneral(option)).map(HelpText::use).forEach(words::add);
        words.add("[OPTION]...");
        command.positionalParameters().forEach(each -> words.add(each.paramLabel()));
        if (!command.subcommands().isEmpty()) {
            words.add("COMMAND");
        }
        String usage = "Usage: " + command.qualifiedName() + ' ';
        int indent = usage.length();
        String separator = usage;
        for (String line : wrapped(words, width - indent)) {
            text.append(separator).append(line).append('\n');
            separator = " ".repeat(indent);
        }
    }

    /** How an option stands in the synopsis, as one word. */
    private static String use(OptionSpec option) {
        String use = option.longestName() + (option.arity().max() == 0 ? "" : '=' + option.paramLabel());
        return (option.required() ? use : '[' + use + ']') + (option.isMultiValue() ? "..." : "");
    }

    private static List<String> wrapped(List<String> words, int room) {
        List<String> lines = new ArrayList<>();
        for (String word : words) {
            int last = lines.size() - 1;
            if (last < 0 || lines.get(last).length() + 1 + word.length() > room) {
                lines.add(word);
            } else {
                lines.set(last, lines.get(last) + ' ' + word);
            }
        }
        return lines;
    }

    /** A paragraph that begins with spaces is an item: a term, two spaces, and its description. */
    private void paragraphs(String[] paragraphs) {
        for (String paragraph : paragraphs) {
            Matcher item = ITEM.matcher(paragraph);
            String start = item.matches() ? item.group(1) : "";
            String others = " ".repeat(start.length());
            for (String line : TextColumns.wrap(paragraph.substring(start.length()), width - start.length())) {
                text.append(start).append(line).append('\n');
                start = others;
            }
        }
    }

    private void section(String title, Stream<HelpItems.Item> content) {
        String lines = items.of(content.toList());
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append('\n').append(lines);
        }
    }

    private Stream<HelpItems.Item> arguments() {
        return command.positionalParameters().stream()
                .map(each -> new HelpItems.Item(each.paramLabel(), joined(each.description())));
    }

    private Stream<HelpItems.Item> commands() {
        return command.subcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(each -> new HelpItems.Item(
                        each.getKey(),
                        joined(each.getValue().getCommandSpec().usageMessage().description())));
    }

    private Stream<HelpItems.Item> options(Predicate<OptionSpec> kind) {
        return shown(kind).map(option -> {
            String names = String.join(", ", option.names());
            return new HelpItems.Item(
                    option.arity().max() == 0 ? names : names + '=' + option.paramLabel(),
                    joined(option.description()));
        });
    }

    private Stream<OptionSpec> shown(Predicate<OptionSpec> kind) {
        return command.options().stream().filter(kind).filter(option -> !option.hidden());
    }

    private static String joined(String[] lines) {
        return String.join(" ", lines);
    }
}
