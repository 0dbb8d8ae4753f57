package io.github.sailpat.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.sailpat.token.ApiVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
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
                .addSubcommand(new CreateCommand(session))
                .addSubcommand(new PatchCommand(session))
                .addSubcommand(new DeleteCommand(session))
                .addSubcommand(new BulkCommand(session))
                .addSubcommand(new RotateCommand(session))
                .addSubcommand(new PruneCommand(session))
                .addSubcommand(new AuditCommand(session))
                .addSubcommand(new DemoCommand(session))
                .registerConverter(URI.class, Converters::url)
                .registerConverter(Duration.class, Converters::duration)
                .registerConverter(Instant.class, Converters::instant)
                .registerConverter(ApiVersion.class, Converters::apiVersion)
                .registerConverter(OutputFormat.class, Converters::outputFormat)
                .registerConverter(RateSetting.class, Converters::rate)
                .setResourceBundle(new HelpTextBundle())
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(help))
                .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(parsed -> execute(parsed, root))
                .setParameterExceptionHandler(
                        (error, arguments) -> Failure.ofUsage(error).report(shell, "tokens", false))
                .setExecutionExceptionHandler((error, command, parsed) -> session.report("tokens", error));
    }

    private static int execute(ParseResult parsed, RootCommand root) {
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
