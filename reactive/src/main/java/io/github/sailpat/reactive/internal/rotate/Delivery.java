package io.github.sailpat.reactive.internal.rotate;

import io.github.sailpat.reactive.internal.bulk.UndeliveredSecrets;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What becomes of the secret of one rotation. Its states:
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
final class Delivery {
    private enum State {
        NOTHING,
        SETTLED,
        CANCELLED
    }

    private final UndeliveredSecrets undelivered;
    /** A {@link State} or a token. */
    private final AtomicReference<Object> state = new AtomicReference<>(State.NOTHING);

    Delivery(UndeliveredSecrets undelivered) {
        this.undelivered = undelivered;
    }

    void arrived(CreatedPersonalAccessToken token) {
        if (!state.compareAndSet(State.NOTHING, token) && state.get() == State.CANCELLED) {
            undelivered.handOver(token);
        }
    }

    void settled() {
        state.getAndUpdate(s -> s == State.CANCELLED ? s : State.SETTLED);
    }

    void cancelled() {
        if (state.getAndSet(State.CANCELLED) instanceof CreatedPersonalAccessToken token) {
            undelivered.handOver(token);
        }
    }
}
