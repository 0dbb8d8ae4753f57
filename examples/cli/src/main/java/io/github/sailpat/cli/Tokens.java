package io.github.sailpat.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.sailpat.cli.screen.ColorChoice;
import io.github.sailpat.cli.screen.Screen;
import io.github.sailpat.token.ApiVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParseResult;

/** Runs the command line, without ending the process. */
final class Tokens {
    /** picocli takes no less. */
    private static final int NARROWEST_HELP = 55;

    private static final int WIDEST_HELP = 120;
    /** Of those that stand in one line with their description. */
    private static final int LONGEST_OPTION = 24;

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
        int exitCode = commandLine(root, session, help).execute(args);
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
        return commandLine(root, new Session(shell, root), new StringWriter());
    }

    private static CommandLine commandLine(RootCommand root, Session session, StringWriter help) {
        CommandEnvironment shell = session.shell();
        return new CommandLine(root)
                .addSubcommand(new ListCommand(session))
                .addSubcommand(new ShowCommand(session))
                .addSubcommand(new ExpiringCommand(session))
                .addSubcommand(new WhoamiCommand(session))
                .addSubcommand(new CreateCommand(session))
                .addSubcommand(new PatchCommand(session))
                .addSubcommand(new DeleteCommand(session))
                .addSubcommand(new BulkCommand(session))
                .addSubcommand(new RotateCommand(session))
                .addSubcommand(new PruneCommand(session))
                .addSubcommand(new AuditCommand(session))
                .addSubcommand(new DoctorCommand(session))
                .addSubcommand(new DemoCommand(session))
                .addSubcommand(new CompletionCommand(session))
                .addSubcommand(new InstallFilesCommand(session))
                .registerConverter(URI.class, Converters::url)
                .registerConverter(Duration.class, Converters::duration)
                .registerConverter(ApiVersion.class, Converters::apiVersion)
                .registerConverter(OutputFormat.class, Converters::outputFormat)
                .registerConverter(RateSetting.class, Converters::rate)
                .registerConverter(ColorChoice.class, Converters::color)
                .setResourceBundle(new HelpTextBundle())
                .setExpandAtFiles(false)
                .setUsageHelpLongOptionsMaxWidth(LONGEST_OPTION)
                .setOut(new PrintWriter(help))
                .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(parsed -> execute(parsed, root, shell))
                .setParameterExceptionHandler(
                        (error, arguments) -> Failure.ofUsage(error).report(shell, "tokens", false))
                .setExecutionExceptionHandler((error, command, parsed) -> session.report("tokens", error));
    }

    private static int execute(ParseResult parsed, RootCommand root, CommandEnvironment shell) {
        shell.screen().choose(root.color());
        if (parsed.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested)) {
            fit(parsed.commandSpec().commandLine(), shell.screen());
        }
        // The loggers of the transport stay at WARN: at DEBUG they may print secrets.
        setLevel("io.github.sailpat", root.isVerbose() ? Level.DEBUG : Level.WARN);
        setLevel(org.slf4j.Logger.ROOT_LOGGER_NAME, root.isVerbose() ? Level.WARN : Level.ERROR);
        return new CommandLine.RunLast().execute(parsed);
    }

    /** The help is as wide as the screen, within what can be read. */
    private static void fit(CommandLine command, Screen screen) {
        command.setUsageHelpWidth(Math.max(NARROWEST_HELP, Math.min(WIDEST_HELP, screen.columns())));
        command.setColorScheme(Help.defaultColorScheme(screen.isColor() ? Help.Ansi.ON : Help.Ansi.OFF));
    }

    private static void setLevel(String name, Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
