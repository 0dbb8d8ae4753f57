package io.github.sailpat.cli.session;

import io.github.sailpat.cli.connection.Connection;
import io.github.sailpat.cli.connection.RequestCounter;
import io.github.sailpat.cli.connection.Settings;
import io.github.sailpat.cli.connection.Sourced;
import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.ListForbiddenException;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.option.RateSetting;
import io.github.sailpat.cli.output.CsvLines;
import io.github.sailpat.cli.output.OutputFormat;
import io.github.sailpat.cli.output.TokenPrinter;
import io.github.sailpat.cli.output.TokenView;
import io.github.sailpat.cli.terminal.BulkProgressBar;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import io.github.sailpat.cli.terminal.Results;
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
public final class Session {
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final CommandEnvironment shell;
    private final RootCommand root;
    private @Nullable URI baseUrl;
    private String clientId = "";
    private final RequestCounter requests = new RequestCounter();
    private boolean requestsAreTold;

    public Session(CommandEnvironment shell, RootCommand root) {
        this.shell = shell;
        this.root = root;
    }

    public CommandEnvironment shell() {
        return shell;
    }

    /** Prints what went wrong with something, and gives the exit code. */
    public int report(String subject, Throwable error) {
        return Failure.of(error).at(whereabouts()).report(shell, subject, root.isVerbose());
    }

    /** What to check when the tenant could not be reached, or {@code null} for the sandbox. */
    private @Nullable String whereabouts() {
        return baseUrl == null
                ? null
                : "The base URL is " + baseUrl + '.'
                        + root.connection.proxySetting(shell).hint(baseUrl);
    }

    public ApiVersion apiVersion() {
        return settings().apiVersion();
    }

    /** How many calls of a bulk job run at a time, or {@code null} for the library's default. */
    @Nullable
    public Integer concurrency() {
        return settings().concurrency();
    }

    OutputFormat output() {
        return root.output(shell);
    }

    /** Table or JSON Lines, for what has no columns of a token. */
    public OutputFormat outputWithoutCsv() {
        if (output() == OutputFormat.CSV) {
            throw new UsageException("choose table or jsonl: there is no csv of this", null);
        }
        return output();
    }

    /** The client id of the connection. */
    public String clientId() {
        return clientId;
    }

    /** The tenant's host, or what stands in for it. */
    public String place() {
        String host = baseUrl == null ? null : baseUrl.getHost();
        return host == null ? "the sandbox" : host;
    }

    public TokenPrinter printer() {
        return printer(List.of());
    }

    /** Prints these fields of each token, or those that the format has by itself if there are none. */
    public TokenPrinter printer(List<TokenField> fields) {
        TokenView view = new TokenView(fields, root.isCsvRaw(), shell.screen());
        return new TokenPrinter(output().newFormat(view), new Results(shell.out()));
    }

    /** Lines of CSV as the options say. */
    public CsvLines csvLines() {
        return new CsvLines(root.isCsvRaw());
    }

    /** Does work that a Ctrl-C cuts off. */
    public int cut(ToIntFunction<PersonalAccessTokens> work) {
        return connect(settings(), work);
    }

    /** The same, for work that lists the tokens of an owner, or of everybody if that is {@code null}. */
    public int list(@Nullable String owner, ToIntFunction<PersonalAccessTokens> work) {
        try {
            return cut(work);
        } catch (ForbiddenException e) {
            throw owner == null ? new ListForbiddenException(e) : e;
        }
    }

    /** Does work of at most so many calls one after the other that a Ctrl-C lets come to its end. */
    public int finish(int calls, ToIntFunction<PersonalAccessTokens> work) {
        return finish(calls, MARGIN, work);
    }

    /** The same, for work that takes some time after its last call. */
    public int finish(int calls, Duration margin, ToIntFunction<PersonalAccessTokens> work) {
        allow(calls, margin);
        return connect(settings(), work);
    }

    /** From now on a Ctrl-C lets so many calls one after the other come to their end, and some time after the last. */
    public void allow(int calls, Duration margin) {
        Duration longestCall = settings().longestCall();
        shell.interruption().allow(longestCall.multipliedBy(calls).plus(margin));
    }

    /** The elements until the user stops the command. */
    public <T> Flux<T> untilStopped(Flux<T> source) {
        Sinks.Empty<Void> stop = Sinks.empty();
        shell.interruption().onStop(stop::tryEmitEmpty);
        return source.takeUntilOther(stop.asMono());
    }

    /** The requests so far, as a phrase, which is then not said again at the end. */
    public String requests() {
        requestsAreTold = true;
        return requests.summary();
    }

    public Settings settings() {
        return root.connection.resolve(shell);
    }

    /** Each setting by its name, secrets masked. */
    public Map<String, Sourced<String>> describeSettings() {
        Map<String, Sourced<String>> described = root.connection.describe(shell);
        described.put("output", new Sourced<>(output().toString(), root.isOutputGiven() ? "--output" : "default"));
        return described;
    }

    /** What a bar says of a pause that the tenant asks for; empty if there is none. */
    public String pause() {
        return BulkProgressBar.pause(requests.remainingPause());
    }

    /** The rate limit. */
    public RateSetting rate() {
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
