package io.github.sailpat.reactive.internal.operation;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The state of the secret of one create: received or not, handed over or undelivered. Its states:
 *
 * <ol>
 *   <li>NOT_RECEIVED;
 *   <li>the token, from when it was received until it is handed over;
 *   <li>HANDED_OVER: to the subscriber or the user's function, or in the error that is about to be emitted;
 *   <li>CANCELLED: there is no subscriber any more, and no token was received. One that is received now is
 *       undelivered;
 *   <li>UNDELIVERED: its handler has it, because the subscriber has cancelled, or has not received what was handed
 *       over.
 * </ol>
 *
 * Each step is one compare-and-set, so a token is told as undelivered once.
 */
public final class SecretHandOverState {
    private enum State {
        NOT_RECEIVED,
        HANDED_OVER,
        CANCELLED,
        UNDELIVERED
    }

    private final Consumer<CreatedPersonalAccessToken> undelivered;
    /** A {@link State} or a token. */
    private final AtomicReference<Object> state = new AtomicReference<>(State.NOT_RECEIVED);

    /**
     * For one create.
     *
     * @param undelivered takes an undelivered secret
     */
    public SecretHandOverState(Consumer<CreatedPersonalAccessToken> undelivered) {
        this.undelivered = undelivered;
    }

    /**
     * The token was read from the response. May be called again with the same token.
     *
     * @param token the token
     */
    public void received(CreatedPersonalAccessToken token) {
        if (!state.compareAndSet(State.NOT_RECEIVED, token)
                && state.compareAndSet(State.CANCELLED, State.UNDELIVERED)) {
            undelivered.accept(token);
        }
    }

    /**
     * The secret is handed over now, or is part of an error that is about to be emitted.
     *
     * @return {@code false} if the subscriber has cancelled before
     */
    public boolean handedOver() {
        Object before = state.getAndUpdate(s -> s == State.CANCELLED || s == State.UNDELIVERED ? s : State.HANDED_OVER);
        return before == State.NOT_RECEIVED || before instanceof CreatedPersonalAccessToken;
    }

    /** The subscriber has cancelled. May be called more than once. */
    public void cancelled() {
        Object before = state.getAndUpdate(s -> s == State.NOT_RECEIVED
                ? State.CANCELLED
                : s instanceof CreatedPersonalAccessToken ? State.UNDELIVERED : s);
        if (before instanceof CreatedPersonalAccessToken token) {
            undelivered.accept(token);
        }
    }

    /**
     * The subscriber has not received a token that was handed over to it.
     *
     * @param token the token
     */
    public void notDelivered(CreatedPersonalAccessToken token) {
        if (state.getAndSet(State.UNDELIVERED) != State.UNDELIVERED) {
            undelivered.accept(token);
        }
    }
}
