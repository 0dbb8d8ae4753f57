package io.github.sailpat.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.help.HelpText;
import io.github.sailpat.cli.option.Converters;
import io.github.sailpat.cli.option.RateSetting;
import io.github.sailpat.cli.output.OutputFormat;
import io.github.sailpat.cli.screen.ColorChoice;
import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.cli.session.Failure;
import io.github.sailpat.cli.session.RootCommand;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.cli.terminal.Results;
import io.github.sailpat.token.ApiVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParseResult;

/** Runs the command line, without ending the process. */
final class Tokens {
    private Tokens() {}

    /**
     * Runs one command.
     *
     * @param args the command line
     * @param shell where it runs
     * @return the exit code
     */
    static int run(String[] args, CommandEnvironment shell) {
        RootCommand root = new RootCommand();
        Session session = new Session(shell, root);
        StringWriter help = new StringWriter();
        int exitCode = commandLine(root, session, line -> Subcommands.addNamed(line, session, List.of(args)), help)
                .execute(args);
        try {
            Results results = new Results(shell.out());
            results.write(help.toString());
            results.flush();
            return exitCode;
        } catch (OutputException e) {
            return e.isReaderGone() ? exitCode : session.report("tokens", e);
        }
    }

    static CommandLine commandLine(CommandEnvironment shell) {
        RootCommand root = new RootCommand();
        Session session = new Session(shell, root);
        return commandLine(root, session, line -> Subcommands.addAll(line, session), new StringWriter());
    }

    private static CommandLine commandLine(
            RootCommand root, Session session, Consumer<CommandLine> subcommands, StringWriter help) {
        CommandEnvironment shell = session.shell();
        CommandLine line = new CommandLine(root);
        subcommands.accept(line);
        // One lambda for both: of two alike, the JVM of JDK 17 crashes when it makes a class data archive.
        ITypeConverter<Integer> number = Converters::number;
        return line.registerConverter(URI.class, Converters::url)
                .registerConverter(Duration.class, Converters::duration)
                .registerConverter(Integer.class, number)
                .registerConverter(int.class, number)
                .registerConverter(Long.class, text -> (long) Converters.number(text))
                .registerConverter(Double.class, Converters::share)
                .registerConverter(ApiVersion.class, Converters::apiVersion)
                .registerConverter(OutputFormat.class, Converters::outputFormat)
                .registerConverter(RateSetting.class, Converters::rate)
                .registerConverter(ColorChoice.class, Converters::color)
                .setResourceBundle(new HelpTextBundle())
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(help))
                .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(parsed -> execute(parsed, root, shell, help))
                .setParameterExceptionHandler(
                        (error, arguments) -> Failure.ofUsage(error).report(shell, "tokens", false))
                .setExecutionExceptionHandler((error, command, parsed) -> session.report("tokens", error));
    }

    private static int execute(ParseResult parsed, RootCommand root, CommandEnvironment shell, StringWriter help) {
        shell.screen().choose(root.color());
        for (CommandLine command : parsed.asCommandLineList()) {
            if (command.isUsageHelpRequested()) {
                Screen screen = shell.screen();
                help.write(HelpText.of(command.getCommandSpec(), screen.columns(), screen.isColor()));
                return ExitCode.DONE;
            }
        }
        // The loggers of the transport stay at WARN: at DEBUG they may print secrets.
        setLevel("io.github.sailpat", root.isVerbose() ? Level.DEBUG : Level.WARN);
        setLevel(org.slf4j.Logger.ROOT_LOGGER_NAME, root.isVerbose() ? Level.WARN : Level.ERROR);
        return new CommandLine.RunLast().execute(parsed);
    }

    private static void setLevel(String name, Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
