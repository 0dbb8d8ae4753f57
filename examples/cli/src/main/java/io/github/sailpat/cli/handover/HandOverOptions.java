package io.github.sailpat.cli.handover;

import io.github.sailpat.cli.error.UsageException;
import io.github.sailpat.cli.secret.SecretTarget;
import io.github.sailpat.cli.terminal.CommandEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for where secrets go. */
public final class HandOverOptions {
    @Option(
            names = "--secret-to",
            paramLabel = "TARGET",
            description = "Where the secret goes, in place of standard output: file:PATH, env-file:PATH,"
                    + " exec:COMMAND (on its standard input) or vault:MOUNT/PATH. In a path {name} and {id} stand for"
                    + " those of the token, the name without the \"(after ID)\" of a rotation.")
    private @Nullable String target;

    public boolean isGiven() {
        return target != null;
    }

    /**
     * Where the secrets of so many tokens go. It is checked now, before anything is created.
     *
     * @throws UsageException if the target is wrong, or can take the secret of one token only and there may be more
     */
    public SecretDelivery delivery(CommandEnvironment shell, boolean many) {
        if (target == null) {
            return new SecretDelivery(null);
        }
        SecretTarget parsed;
        try {
            parsed = SecretTarget.parse(target, shell.directory(), shell.variables());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--secret-to: " + e.getMessage(), null);
        }
        if (many && !parsed.isForMany()) {
            throw new UsageException(
                    "--secret-to: each secret would replace the one before",
                    "Add {name} or {id} to the path: file:/run/secrets/{name}");
        }
        return new SecretDelivery(parsed);
    }
}
