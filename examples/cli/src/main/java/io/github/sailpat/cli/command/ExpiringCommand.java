package io.github.sailpat.cli.command;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.option.Converters;
import io.github.sailpat.cli.option.FailOn;
import io.github.sailpat.cli.option.FilterOptions;
import io.github.sailpat.cli.option.TokenOrder;
import io.github.sailpat.cli.output.TokenPrinter;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenField;
import io.github.sailpat.token.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the tokens that expire soon, the soonest first, and says by the exit code whether there are any. */
@Command(
        name = "expiring",
        description = "List tokens that expire soon or have expired, the soonest first.",
        sortOptions = false,
        footer = {
            "",
            "Exit code: 4 if there are such tokens, 0 if there are none, 1 if the list failed, 2 wrong usage, 3 the"
                    + " credentials were refused, 130 stopped by Ctrl-C."
        })
public final class ExpiringCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "30d",
            converter = Converters.Age.class,
            description = "What counts as soon: 30d, 12w. Default: 30d.")
    private Duration within = Duration.ZERO;

    @Option(names = "--owner", paramLabel = "me|ID", description = "The owner of the tokens. Default: all owners.")
    private @Nullable String owner;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            defaultValue = "expiring",
            converter = FailOn.Converter.class,
            description = "What makes the exit code 4: none, expiring or expired. Default: expiring, with the expired.")
    private FailOn failOn = FailOn.EXPIRING;

    public ExpiringCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.list(owner, tokens -> {
            Instant now = Instant.now();
            List<PersonalAccessToken> found = find(tokens, now);
            if (session.shell().interruption().isStopped()) {
                return ExitCode.INTERRUPTED;
            }
            TokenPrinter printer = session.printer();
            found.forEach(printer::print);
            printer.end();
            long expired = found.stream()
                    .filter(token -> FilterOptions.expiresBy(token, now))
                    .count();
            return failOn.isMet(found.size() - expired, expired) ? ExitCode.EXPIRING : ExitCode.DONE;
        });
    }

    private List<PersonalAccessToken> find(PersonalAccessTokens tokens, Instant now) {
        Instant until = now.plus(within);
        return Objects.requireNonNull(session.untilStopped(tokens.list(TokenQuery.create(q -> q.ownerId(owner))))
                .filter(token -> FilterOptions.expiresBy(token, until))
                .sort(TokenOrder.ascending(TokenField.EXPIRATION_DATE).comparator())
                .collectList()
                .block());
    }
}
