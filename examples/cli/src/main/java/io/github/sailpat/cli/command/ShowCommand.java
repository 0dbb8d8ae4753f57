package io.github.sailpat.cli.command;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.output.TokenPrinter;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.PersonalAccessToken;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints all fields of a token. */
@Command(
        name = "show",
        description = "Show a token by its id or name; by name each one, if several people have a token of that name.",
        sortOptions = false)
public final class ShowCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID|NAME", description = "The token. Your own are looked through first.")
    private String idOrName = "";

    public ShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.cut(this::show);
    }

    private int show(PersonalAccessTokens tokens) {
        TokenPrinter printer = session.printer();
        List<PersonalAccessToken> found = new TokenLookup(tokens).byIdOrName(idOrName);
        if (found.size() == 1) {
            printer.details(found.get(0));
        } else {
            found.forEach(printer::print);
            printer.end();
        }
        return ExitCode.DONE;
    }
}
