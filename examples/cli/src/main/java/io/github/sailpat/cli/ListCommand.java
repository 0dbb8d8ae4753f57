package io.github.sailpat.cli;

import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.TokenQuery;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;

/** Prints tokens as they arrive, and reads no faster than standard output takes them. */
@Command(name = "list", description = "List tokens as they arrive.", sortOptions = false)
final class ListCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--owner", paramLabel = "me|ID", description = "The owner of the tokens. Default: all owners.")
    private @Nullable String owner;

    @Option(
            names = "--last-used-before",
            paramLabel = "INSTANT",
            description = "Only tokens that were last used at or before this instant.")
    private @Nullable Instant lastUsedBefore;

    @Option(names = "--never-used", description = "Only tokens that were never used.")
    private boolean neverUsed;

    @Option(names = "--take", paramLabel = "N", description = "Stop after this number of tokens.")
    private @Nullable Long take;

    ListCommand(Session session) {
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
        return session.list(owner, tokens -> {
            Flux<PersonalAccessToken> list = tokens.list(query);
            return print(take == null ? list : list.take(take));
        });
    }

    private int print(Flux<PersonalAccessToken> list) {
        TokenPrinter printer = session.printer();
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
