package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the tokens whose secrets were received and could not be delivered, because the subscriber has cancelled or a
 * hand-over has failed: it hands them to the user's handler, or logs their ids.
 *
 * @param handler the user's handler, or {@code null} to log a warning
 */
public record UndeliveredSecretHandler(@Nullable Consumer<CreatedPersonalAccessToken> handler)
        implements Consumer<CreatedPersonalAccessToken> {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.sailpat.bulk");

    /**
     * The handler of one job or rotation.
     *
     * @param own the handler of its options, or {@code null} for this one
     * @return the handler to use
     */
    public UndeliveredSecretHandler overriddenBy(@Nullable Consumer<CreatedPersonalAccessToken> own) {
        return own == null ? this : new UndeliveredSecretHandler(own);
    }

    @Override
    public void accept(CreatedPersonalAccessToken token) {
        handOver(token);
    }

    /** Hands over the secret that a {@link RotationFailedException} carries, of an error that is not emitted. */
    public void handOver(@Nullable Throwable error) {
        if (error instanceof RotationFailedException failed && failed.getState() == RotationState.NOT_HANDED_OVER) {
            handOver(Objects.requireNonNull(failed.getSuccessor()));
        }
    }

    /**
     * Hands over the secret of a token.
     *
     * @param token the token, with its secret
     */
    public void handOver(CreatedPersonalAccessToken token) {
        if (handler == null) {
            LOG.warn(
                    "Token {} was created, and its secret is lost because the subscriber has cancelled or the hand-over"
                            + " has failed: delete the token, or set onUndeliveredSecret(...) to receive such secrets",
                    token.getId());
            return;
        }
        try {
            handler.accept(token);
        } catch (Throwable e) { // of the user's function: the secrets after this one are handed over all the same
            LOG.error("The handler of undelivered secrets threw an exception for token {}", token.getId(), e);
        }
    }
}
