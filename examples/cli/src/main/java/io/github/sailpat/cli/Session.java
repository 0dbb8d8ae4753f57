package io.github.sailpat.cli;

import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.TokenField;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private String clientId = "";
    private final RequestCounter requests = new RequestCounter();
    private boolean requestsAreTold;

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
        return settings().apiVersion();
    }

    /** How many calls of a bulk job run at a time, or {@code null} for the library's default. */
    @Nullable
    Integer concurrency() {
        return settings().concurrency();
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

    /** The client id of the connection. */
    String clientId() {
        return clientId;
    }

    /** The tenant's host, or what stands in for it. */
    String place() {
        String host = baseUrl == null ? null : baseUrl.getHost();
        return host == null ? "the sandbox" : host;
    }

    TokenPrinter printer() {
        return printer(List.of());
    }

    /** Prints these fields of each token, or those that the format has by itself if there are none. */
    TokenPrinter printer(List<TokenField> fields) {
        TokenView view = new TokenView(fields, root.isCsvRaw(), shell.screen());
        return new TokenPrinter(output().newFormat(view), new Results(shell.out()));
    }

    /** Lines of CSV as the options say. */
    CsvLines csvLines() {
        return new CsvLines(root.isCsvRaw());
    }

    /** Does work that a Ctrl-C cuts off. */
    int cut(ToIntFunction<PersonalAccessTokens> work) {
        return connect(settings(), work);
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
        return connect(settings(), work);
    }

    /** From now on a Ctrl-C lets so many calls one after the other come to their end, and some time after the last. */
    void allow(int calls, Duration margin) {
        Duration longestCall = settings().longestCall();
        shell.interruption().allow(longestCall.multipliedBy(calls).plus(margin));
    }

    /** The elements until the user stops the command. */
    <T> Flux<T> untilStopped(Flux<T> source) {
        Sinks.Empty<Void> stop = Sinks.empty();
        shell.interruption().onStop(stop::tryEmitEmpty);
        return source.takeUntilOther(stop.asMono());
    }

    /** The requests so far, as a phrase, which is then not said again at the end. */
    String requests() {
        requestsAreTold = true;
        return requests.summary();
    }

    Settings settings() {
        return root.connection.resolve(shell);
    }

    /** Each setting by its name, secrets masked. */
    Map<String, Sourced<String>> describeSettings() {
        Map<String, Sourced<String>> described = root.connection.describe(shell);
        described.put("output", new Sourced<>(output().toString(), root.isOutputGiven() ? "--output" : "default"));
        return described;
    }

    /** What a bar says of a pause that the tenant asks for; empty if there is none. */
    String pause() {
        return BulkProgressBar.pause(requests.remainingPause());
    }

    /** The rate limit. */
    RateSetting rate() {
        RateSetting rate = settings().rate();
        return rate == null ? RateSetting.DEFAULT : rate;
    }

    private int connect(Settings settings, ToIntFunction<PersonalAccessTokens> work) {
        try (Connection connection = Connection.open(settings, shell, requests)) {
            baseUrl = settings.baseUrl();
            clientId = connection.clientId();
            // Calls in flight end with an error, and a create that was sent is named.
            shell.interruption().onAbort(connection::close);
            int exitCode =
                    shell.interruption().isStopped() ? ExitCode.INTERRUPTED : work.applyAsInt(connection.tokens());
            return shell.interruption().isStopped() ? ExitCode.INTERRUPTED : exitCode;
        } finally {
            if (root.isVerbose() && !requestsAreTold) {
                shell.note("tokens: " + requests.summary());
            }
        }
    }
}
