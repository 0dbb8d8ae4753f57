package io.github.sailpat.cli.command;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.LookupException;
import io.github.sailpat.cli.output.AuditNumbers;
import io.github.sailpat.cli.session.Session;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the token that the command itself uses, and says when it expires. */
@Command(
        name = "whoami",
        description = "Show the token that this command itself uses, its owner, and when it expires.",
        sortOptions = false)
public final class WhoamiCommand implements Callable<Integer> {
    private final Session session;

    public WhoamiCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.cut(this::show);
    }

    private int show(PersonalAccessTokens tokens) {
        String id = session.clientId();
        PersonalAccessToken own = tokens.list(q -> q.ownedByMe())
                .filter(token -> token.getId().equalsIgnoreCase(id))
                .next()
                .block();
        if (own == null) {
            throw new LookupException(
                    "the credentials work, but client id " + id + " is none of your personal access tokens; it may"
                            + " belong to an API client",
                    null);
        }
        session.printer().details(own);
        session.shell().note("tokens: the token of this command " + expiry(own, Instant.now()));
        return ExitCode.DONE;
    }

    /** When a token expires, in words. */
    public static String expiry(PersonalAccessToken token, Instant now) {
        Instant at = token.getExpirationDate();
        if (at == null) {
            return token.getUnreadableFields().contains("expirationDate")
                    ? "has an expiration date that cannot be read"
                    : "never expires";
        }
        Duration left = Duration.between(now, at);
        if (left.isNegative()) {
            return "has expired at " + at;
        }
        String time = left.toDays() > 0
                ? AuditNumbers.span(Duration.ofDays(left.toDays()))
                : AuditNumbers.span(Duration.ofHours(left.toHours() + 1));
        return "expires in " + time + ", at " + at;
    }
}
