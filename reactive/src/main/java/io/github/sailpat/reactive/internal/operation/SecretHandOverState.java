package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The state of the secret of one create: received or not, handed over or undelivered. Its states:
 *
 * <ol>
 *   <li>NOT_RECEIVED;
 *   <li>the token, from when it was received until it is handed over;
 *   <li>HANDED_OVER: to the subscriber or the user's function, or in the error that is about to be emitted;
 *   <li>CANCELLED: there is no subscriber any more. A token that is received now is undelivered, and so is one that was
 *       received before and not handed over.
 * </ol>
 *
 * Each step is one compare-and-set, so a token is either handed over or undelivered.
 */
public final class SecretHandOverState {
    private enum State {
        NOT_RECEIVED,
        HANDED_OVER,
        CANCELLED
    }

    private final UndeliveredSecretHandler undelivered;
    /** A {@link State} or a token. */
    private final AtomicReference<Object> state = new AtomicReference<>(State.NOT_RECEIVED);

    /**
     * For one create.
     *
     * @param undelivered takes an undelivered secret
     */
    public SecretHandOverState(UndeliveredSecretHandler undelivered) {
        this.undelivered = undelivered;
    }

    /**
     * The token was read from the response. May be called again with the same token.
     *
     * @param token the token
     */
    public void received(CreatedPersonalAccessToken token) {
        if (!state.compareAndSet(State.NOT_RECEIVED, token) && state.get() == State.CANCELLED) {
            undelivered.handOver(token);
        }
    }

    /** The secret was handed over, or is part of an error that is about to be emitted. */
    public void handedOver() {
        state.getAndUpdate(s -> s == State.CANCELLED ? s : State.HANDED_OVER);
    }

    /** The subscriber has cancelled. */
    public void cancelled() {
        if (state.getAndSet(State.CANCELLED) instanceof CreatedPersonalAccessToken token) {
            undelivered.handOver(token);
        }
    }
}
