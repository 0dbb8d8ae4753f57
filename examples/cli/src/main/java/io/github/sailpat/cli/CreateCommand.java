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

/** Creates a token and prints it with its secret. */
@Command(
        name = "create",
        description = "Create a token and print its secret, which cannot be shown again.",
        sortOptions = false)
final class CreateCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "The name, unique among your tokens.")
    private String name = "";

    @Option(names = "--scope", paramLabel = "S", description = "A scope; can be repeated. Default: all scopes.")
    private @Nullable List<String> scope;

    @Option(
            names = "--validity-seconds",
            paramLabel = "N",
            description = "The lifetime of its access tokens in seconds: "
                    + CreatePersonalAccessTokenRequest.MIN_ACCESS_TOKEN_VALIDITY_SECONDS + " to "
                    + CreatePersonalAccessTokenRequest.MAX_ACCESS_TOKEN_VALIDITY_SECONDS + ".")
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
                    session.apiVersion() + " requires an expiration", "Add --expires INSTANT or --never-expires.");
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
