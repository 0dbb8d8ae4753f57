package io.github.sailpat.cli.option;

import io.github.sailpat.cli.error.UsageException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the expiration of a token. */
public final class ExpiryOptions {
    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = Converters.Future.class,
            description = "The expiration date: 30d or 12w from now, 2027-01-31 (00:00 UTC), 2027-01-31T12:00:00Z.")
    private @Nullable Instant expires;

    @Option(names = "--never-expires", description = "The token never expires (${bundle:never-expiring}).")
    private boolean neverExpires;

    public void check() {
        if (neverExpires && expires != null) {
            throw new UsageException("--expires and --never-expires exclude each other", null);
        }
    }

    public boolean isGiven() {
        return neverExpires || expires != null;
    }

    public boolean never() {
        return neverExpires;
    }

    @Nullable
    public Instant at() {
        return expires;
    }
}
