package io.github.sailpat.cli.session;

import io.github.sailpat.cli.error.DryRunException;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.InputException;
import io.github.sailpat.cli.error.ListForbiddenException;
import io.github.sailpat.cli.error.LookupException;
import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.secret.HandOverException;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.error.AuthenticationException;
import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.SailPointException;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.error.TransportException;
import io.github.sailpat.error.UnauthorizedException;
import io.github.sailpat.reactive.BulkJournalException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import reactor.core.Exceptions;

/**
 * A failure of a command: its exit code and its message.
 *
 * @param exitCode the exit code of the process
 * @param message one sentence: what happened, and what to do
 * @param hint a second sentence, or {@code null}
 * @param cause for {@code --verbose}
 */
public record Failure(
        int exitCode, String message, @Nullable String hint, Throwable cause) {

    static Failure of(Throwable error) {
        Throwable cause = Exceptions.unwrap(error);
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof UsageException usage) {
            return new Failure(ExitCode.USAGE, message, usage.getHint(), cause);
        }
        if (cause instanceof IllegalArgumentException) {
            return new Failure(ExitCode.USAGE, message, null, cause);
        }
        if (cause instanceof AuthenticationException || cause instanceof UnauthorizedException) {
            return new Failure(ExitCode.AUTHENTICATION, message, null, cause);
        }
        if (cause instanceof OutcomeUnknownException || cause instanceof SecretLostException) {
            Throwable why = cause.getCause();
            return new Failure(ExitCode.FAILED, message, why == null ? null : "Why: " + why.getMessage(), cause);
        }
        if (cause instanceof ListForbiddenException) {
            return new Failure(
                    ExitCode.FAILED,
                    message,
                    "Not every user may list the tokens of everybody; --owner me lists your own.",
                    cause);
        }
        if (cause instanceof SailPointException
                || cause instanceof OutputException
                || cause instanceof DryRunException
                || cause instanceof LookupException
                || cause instanceof HandOverException
                || cause instanceof InputException
                || cause instanceof BulkJournalException) {
            return new Failure(ExitCode.FAILED, message, null, cause);
        }
        return new Failure(
                ExitCode.FAILED,
                "unexpected " + cause.getClass().getSimpleName() + ": " + message,
                "Add --verbose for the stack trace.",
                cause);
    }

    /** A command line that does not parse. Unknown arguments are not repeated whole: one may be a secret. */
    public static Failure ofUsage(ParameterException error) {
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        String hint = "'" + command + " --help' lists the options.";
        String message = String.valueOf(error.getMessage());
        if (error instanceof UnmatchedArgumentException unmatched) {
            String option = unmatched.getUnmatched().stream()
                    .filter(argument -> argument.startsWith("-"))
                    .findFirst()
                    .map(argument -> argument.replaceFirst("=.*", ""))
                    .orElse("");
            message = option.isEmpty()
                    ? "there are more arguments than the command has, or there is no such command"
                    : "unknown option " + option;
            if (!unmatched.getSuggestions().isEmpty()) {
                hint = "Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
            }
            if (option.contains("secret")) {
                hint = "A secret is not accepted on the command line: set SAIL_CLIENT_SECRET.";
            }
        }
        return new Failure(ExitCode.USAGE, message, hint, error);
    }

    /** With a hint on the proxy if the tenant could not be reached. */
    Failure at(@Nullable String whereabouts) {
        boolean unreached = cause instanceof TransportException transport && !transport.isSent();
        boolean connecting = cause instanceof DeadlineExceededException late
                && !late.isMaybeApplied()
                && (late.getPhase() == CallPhase.CONNECTION || late.getPhase() == CallPhase.AUTHORIZATION);
        return (unreached || connecting) && whereabouts != null
                ? new Failure(exitCode, message, whereabouts, cause)
                : this;
    }

    /**
     * Prints it.
     *
     * @param shell where
     * @param subject what the message is about
     * @param verbose whether the stack trace is printed too
     * @return the exit code
     */
    public int report(CommandEnvironment shell, String subject, boolean verbose) {
        shell.note(subject + ": " + message);
        if (hint != null) {
            shell.note(hint);
        }
        if (verbose) {
            cause.printStackTrace(shell.err());
        }
        return exitCode;
    }
}
