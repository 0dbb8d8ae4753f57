package io.github.sailpat.cli.command;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.option.Converters;
import io.github.sailpat.cli.option.FieldList;
import io.github.sailpat.cli.option.FilterOptions;
import io.github.sailpat.cli.option.TokenOrder;
import io.github.sailpat.cli.output.TokenPrinter;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.cli.terminal.BlockingSubscriber;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenQuery;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;

/** Prints tokens as they arrive, and reads no faster than standard output takes them. */
@Command(
        name = "list",
        description = "List tokens as they arrive.",
        sortOptions = false,
        footer = {
            "",
            "Fields are those of the API: id, name, scope, owner, created, lastUsed, managed,"
                    + " accessTokenValiditySeconds, expirationDate, userAwareTokenNeverExpires. A table shows as many"
                    + " columns as its width takes; with --columns the first ones are kept.",
            "",
            "With --sort all tokens are held in memory before the first one is printed."
        })
public final class ListCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--owner", paramLabel = "me|ID", description = "The owner of the tokens. Default: all owners.")
    private @Nullable String owner;

    @Option(
            names = "--last-used-before",
            paramLabel = "TIME",
            converter = Converters.Past.class,
            description = "Only tokens that were last used at or before this time: 90d or 12w ago, 2026-01-31 (00:00"
                    + " UTC), 2026-01-31T12:00:00Z.")
    private @Nullable Instant lastUsedBefore;

    @Option(names = "--never-used", description = "Only tokens that were never used.")
    private boolean neverUsed;

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(
            names = "--columns",
            paramLabel = "FIELD,FIELD",
            converter = FieldList.Converter.class,
            description = "The fields of each token: id,name,expirationDate.")
    private FieldList columns = FieldList.NONE;

    @Option(
            names = "--sort",
            paramLabel = "FIELD[:desc]",
            converter = TokenOrder.Converter.class,
            description = "Sort by a field: lastUsed, created:desc.")
    private @Nullable TokenOrder order;

    @Option(names = "--take", paramLabel = "N", description = "Stop after this number of tokens.")
    private @Nullable Long take;

    public ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (take != null && take < 1) {
            throw new UsageException("--take must be at least 1", null);
        }
        if (neverUsed && lastUsedBefore != null) {
            throw new UsageException("--never-used and --last-used-before exclude each other", null);
        }
        TokenQuery query = TokenQuery.create(
                q -> q.ownerId(owner).lastUsedAtOrBefore(lastUsedBefore).neverUsed(neverUsed));
        return session.list(owner, tokens -> print(chosen(tokens.list(query))));
    }

    private Flux<PersonalAccessToken> chosen(Flux<PersonalAccessToken> list) {
        Flux<PersonalAccessToken> chosen = filter.isGiven() ? list.filter(filter.matcher(Instant.now())) : list;
        if (order != null) {
            session.shell().note("tokens: --sort holds all tokens in memory before the first one is printed");
            chosen = chosen.sort(order.comparator());
        }
        return take == null ? chosen : chosen.take(take);
    }

    private int print(Flux<PersonalAccessToken> list) {
        TokenPrinter printer = session.printer(columns.fields());
        BlockingSubscriber<PersonalAccessToken> arrivals = BlockingSubscriber.of(list);
        session.shell().interruption().onStop(arrivals::stop);
        try {
            arrivals.forEach(printer::print, printer::flush);
            printer.end();
        } catch (OutputException e) {
            if (!e.isReaderGone()) {
                throw e;
            }
        }
        return ExitCode.DONE;
    }
}
