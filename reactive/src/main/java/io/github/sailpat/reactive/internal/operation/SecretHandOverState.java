package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What becomes of the secret of one create. Its states:
 *
 * <ol>
 *   <li>NOTHING has arrived;
 *   <li>the token, from when it has arrived until it is settled;
 *   <li>SETTLED: it was handed over, or it is in the error that is about to be signalled;
 *   <li>CANCELLED: nobody waits; a token that arrives now is undelivered, and so is one that had arrived and was not
 *       settled.
 * </ol>
 *
 * Each step is one compare-and-set, so a token is settled or undelivered, and not both.
 */
public final class SecretHandOverState {
    private enum State {
        NOTHING,
        SETTLED,
        CANCELLED
    }

    private final UndeliveredSecretHandler undelivered;
    /** A {@link State} or a token. */
    private final AtomicReference<Object> state = new AtomicReference<>(State.NOTHING);

    /**
     * For one create.
     *
     * @param undelivered takes what nobody waits for
     */
    public SecretHandOverState(UndeliveredSecretHandler undelivered) {
        this.undelivered = undelivered;
    }

    /**
     * The token was read; what is read a second time is the same token.
     *
     * @param token the token
     */
    public void arrived(CreatedPersonalAccessToken token) {
        if (!state.compareAndSet(State.NOTHING, token) && state.get() == State.CANCELLED) {
            undelivered.handOver(token);
        }
    }

    /** It was handed over, or stands in an error that is about to be signalled. */
    public void settled() {
        state.getAndUpdate(s -> s == State.CANCELLED ? s : State.SETTLED);
    }

    /** Nobody waits for it any more. */
    public void cancelled() {
        if (state.getAndSet(State.CANCELLED) instanceof CreatedPersonalAccessToken token) {
            undelivered.handOver(token);
        }
    }
}
