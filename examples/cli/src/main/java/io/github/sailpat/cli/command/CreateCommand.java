package io.github.sailpat.cli.command;

import io.github.sailpat.cli.error.ExitCode;
import io.github.sailpat.cli.error.OutputException;
import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.handover.HandOverOptions;
import io.github.sailpat.cli.handover.SecretDelivery;
import io.github.sailpat.cli.option.ExpiryOptions;
import io.github.sailpat.cli.secret.HandOverException;
import io.github.sailpat.cli.session.Session;
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
public final class CreateCommand implements Callable<Integer> {
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

    @Mixin
    private final HandOverOptions handOver = new HandOverOptions();

    public CreateCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        expiry.check();
        if (session.apiVersion().canNeverExpire() && !expiry.isGiven()) {
            throw new UsageException(
                    session.apiVersion() + " requires an expiration", "Add --expires 30d or --never-expires.");
        }
        CreatePersonalAccessTokenRequest request = CreatePersonalAccessTokenRequest.create(r -> {
            r.name(name).scope(scope).accessTokenValiditySeconds(validitySeconds);
            return expiry.never() ? r.neverExpires() : r.expirationDate(expiry.at());
        });
        SecretDelivery delivery = handOver.delivery(session.shell(), false);
        checkName(delivery);
        return session.finish(
                1,
                delivery.longest(),
                tokens -> print(
                        Objects.requireNonNull(tokens.create(request).block(), "a create has a result"), delivery));
    }

    private void checkName(SecretDelivery delivery) {
        try {
            delivery.checkName(name);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--secret-to: " + e.getMessage(), null);
        }
    }

    private int print(CreatedPersonalAccessToken created, SecretDelivery delivery) {
        try {
            delivery.print(created, session.printer());
            return ExitCode.DONE;
        } catch (OutputException e) {
            throw new OutputException(
                    "token " + created.getId() + " was created, "
                            + (delivery.isPrinted()
                                    ? "but its secret is lost: " + e.getMessage() + "; delete it and create another"
                                    : "and its secret was handed over, but " + e.getMessage()),
                    e);
        } catch (HandOverException e) {
            throw new HandOverException(
                    "token " + created.getId() + " was created, but its secret was not handed over: " + e.getMessage()
                            + "; delete it and create another",
                    e);
        }
    }
}
