package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where secrets go that nobody takes any more.
 *
 * @param handler the user's, or {@code null}
 */
public record UndeliveredSecretHandler(@Nullable Consumer<CreatedPersonalAccessToken> handler) {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.bulk");

    /**
     * The handler of one job.
     *
     * @param options the job's own, or {@code null} for the client's
     * @return where its secrets go
     */
    public UndeliveredSecretHandler orElse(@Nullable Consumer<CreatedPersonalAccessToken> options) {
        return options == null ? this : new UndeliveredSecretHandler(options);
    }

    public void handOver(BulkOutcome<?, ?> outcome) {
        if (outcome instanceof BulkOutcome.Succeeded<?, ?> succeeded
                && succeeded.getResult() instanceof CreatedPersonalAccessToken token) {
            handOver(token);
        } else {
            handOver(outcome.getError());
        }
    }

    /** An error that nobody gets to see may have the secret of a rotation with it. */
    public void handOver(@Nullable Throwable error) {
        if (error instanceof RotationFailedException failed && failed.getState() == RotationState.NOT_HANDED_OVER) {
            handOver(Objects.requireNonNull(failed.getSuccessor()));
        }
    }

    /**
     * Hands a secret over.
     *
     * @param token the token with it
     */
    public void handOver(CreatedPersonalAccessToken token) {
        if (handler == null) {
            LOG.warn(
                    "Token {} was created, and its secret was dropped because its caller has cancelled", token.getId());
            return;
        }
        try {
            handler.accept(token);
        } catch (Throwable e) { // the next one must not be lost with it
            LOG.error("The handler of undelivered secrets failed with that of token {}", token.getId(), e);
        }
    }
}
