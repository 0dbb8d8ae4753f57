package io.github.sailpat.reactive.observation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Sees one operation. Its attempts follow each other. */
public interface OperationObserver {
    /**
     * Makes the Context that the operation works in. What is put here reaches its attempts, an own source of bearers and
     * the transport, and never the subscriber. It does not decide credentials.
     *
     * @param context the subscriber's
     * @return that, or more
     */
    default Context enter(Context context) {
        return context;
    }

    /**
     * The rate limiter has let an attempt through, which begins next.
     *
     * @param waited how long it has waited, maybe zero
     */
    default void paced(Duration waited) {}

    /**
     * An attempt begins: it gets a bearer and a connection, and is sent.
     *
     * @param cause why the one before has to be repeated, or {@code null} at the first
     * @param context the one that {@link #enter} made
     * @return sees this attempt
     */
    AttemptObserver attemptBegun(@Nullable RetryCause cause, ContextView context);

    /**
     * The operation has ended; called exactly once.
     *
     * @param outcome how
     * @param error what its subscriber gets, or {@code null} if it is none
     */
    void ended(CallOutcome outcome, @Nullable Throwable error);
}
