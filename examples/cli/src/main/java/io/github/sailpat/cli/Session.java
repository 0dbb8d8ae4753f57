package io.github.sailpat.cli;

import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.ApiVersion;
import java.net.URI;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** One run of a command: its settings, connection and output. */
final class Session {
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final CommandEnvironment shell;
    private final RootCommand root;
    private @Nullable URI baseUrl;

    Session(CommandEnvironment shell, RootCommand root) {
        this.shell = shell;
        this.root = root;
    }

    CommandEnvironment shell() {
        return shell;
    }

    /** Prints what went wrong with something, and gives the exit code. */
    int report(String subject, Throwable error) {
        return Failure.of(error).at(whereabouts()).report(shell, subject, root.isVerbose());
    }

    /** What to check when the tenant could not be reached, or {@code null} for the sandbox. */
    private @Nullable String whereabouts() {
        return baseUrl == null
                ? null
                : "The base URL is " + baseUrl + '.'
                        + root.connection.proxySetting(shell).hint(baseUrl);
    }

    ApiVersion apiVersion() {
        return root.connection.resolve(shell).apiVersion();
    }

    /** How many calls of a bulk job run at a time, or {@code null} for the library's default. */
    @Nullable
    Integer concurrency() {
        return root.connection.resolve(shell).concurrency();
    }

    OutputFormat output() {
        return root.output(shell);
    }

    /** Table or JSON Lines, for what has no columns of a token. */
    OutputFormat outputWithoutCsv() {
        if (output() == OutputFormat.CSV) {
            throw new UsageException("choose table or jsonl: there is no csv of this", null);
        }
        return output();
    }

    /** The tenant's host, or what stands in for it. */
    String place() {
        String host = baseUrl == null ? null : baseUrl.getHost();
        return host == null ? "the sandbox" : host;
    }

    TokenPrinter printer() {
        return new TokenPrinter(output().newFormat(), new Results(shell.out()));
    }

    /** Does work that a Ctrl-C cuts off. */
    int cut(ToIntFunction<PersonalAccessTokens> work) {
        return connect(root.connection.resolve(shell), work);
    }

    /** The same, for work that lists the tokens of an owner, or of everybody if that is {@code null}. */
    int list(@Nullable String owner, ToIntFunction<PersonalAccessTokens> work) {
        try {
            return cut(work);
        } catch (ForbiddenException e) {
            throw owner == null ? new ListForbiddenException(e) : e;
        }
    }

    /** Does work of at most so many calls one after the other that a Ctrl-C lets come to its end. */
    int finish(int calls, ToIntFunction<PersonalAccessTokens> work) {
        return finish(calls, MARGIN, work);
    }

    /** The same, for work that takes some time after its last call. */
    int finish(int calls, Duration margin, ToIntFunction<PersonalAccessTokens> work) {
        allow(calls, margin);
        return connect(root.connection.resolve(shell), work);
    }

    /** From now on a Ctrl-C lets so many calls one after the other come to their end, and some time after the last. */
    void allow(int calls, Duration margin) {
        Duration longestCall = root.connection.resolve(shell).longestCall();
        shell.interruption().allow(longestCall.multipliedBy(calls).plus(margin));
    }

    /** The elements until the user stops the command. */
    <T> Flux<T> untilStopped(Flux<T> source) {
        Sinks.Empty<Void> stop = Sinks.empty();
        shell.interruption().onStop(stop::tryEmitEmpty);
        return source.takeUntilOther(stop.asMono());
    }

    private int connect(Settings settings, ToIntFunction<PersonalAccessTokens> work) {
        try (Connection connection = Connection.open(settings, shell)) {
            baseUrl = settings.baseUrl();
            // Calls in flight end with an error, and a create that was sent is named.
            shell.interruption().onAbort(connection::close);
            int exitCode =
                    shell.interruption().isStopped() ? ExitCode.INTERRUPTED : work.applyAsInt(connection.tokens());
            return shell.interruption().isStopped() ? ExitCode.INTERRUPTED : exitCode;
        }
    }
}
