package io.github.sailpat.cli;

import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates a token, and prints its secret this once. */
@Command(name = "create", description = "Create a token; the secret is shown this once.", sortOptions = false)
final class CreateCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "A name that you do not have yet.")
    private String name = "";

    @Option(names = "--scope", paramLabel = "S", description = "What it may do; may be repeated. Default: everything.")
    private @Nullable List<String> scope;

    @Option(
            names = "--validity-seconds",
            paramLabel = "N",
            description =
                    "The life of its bearers: " + CreatePersonalAccessTokenRequest.MIN_ACCESS_TOKEN_VALIDITY_SECONDS
                            + " to " + CreatePersonalAccessTokenRequest.MAX_ACCESS_TOKEN_VALIDITY_SECONDS + ".")
    private @Nullable Integer validitySeconds;

    @Mixin
    private final ExpiryOptions expiry = new ExpiryOptions();

    CreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        expiry.check();
        if (session.apiVersion().canNeverExpire() && !expiry.isGiven()) {
            throw new UsageException(
                    session.apiVersion() + " wants to be told how long the token lives",
                    "Add --expires INSTANT or --never-expires.");
        }
        CreatePersonalAccessTokenRequest request = CreatePersonalAccessTokenRequest.create(r -> {
            r.name(name).scope(scope).accessTokenValiditySeconds(validitySeconds);
            return expiry.never() ? r.neverExpires() : r.expirationDate(expiry.at());
        });
        return session.finish(
                1, tokens -> print(Objects.requireNonNull(tokens.create(request).block(), "a create has a result")));
    }

    private int print(CreatedPersonalAccessToken created) {
        try {
            session.printer().print(created);
            return ExitCode.DONE;
        } catch (OutputException e) {
            throw new OutputException(
                    "token " + created.getId() + " was created, but its secret is lost: " + e.getMessage()
                            + "; delete it and create another",
                    e);
        }
    }
}
