package io.github.sailpat.reactive.observation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Observes one operation. Its attempts follow each other. */
public interface OperationObserver {
    /**
     * The Context of the operation. Its entries are visible to the attempts, to an {@code AccessTokenProvider} and to
     * the transport, and not to the subscriber. They do not affect the credentials.
     *
     * @param context the subscriber's Context
     * @return the Context, with additions
     */
    default Context enter(Context context) {
        return context;
    }

    /**
     * The rate limiter has granted a permit to an attempt, which starts next.
     *
     * @param waited the time it waited, possibly zero
     */
    default void permitAcquired(Duration waited) {}

    /**
     * An attempt starts, before it gets an access token and a connection.
     *
     * @param cause the reason for the retry, or {@code null} for the first attempt
     * @param context the Context that {@link #enter} returned
     * @return the observer of this attempt
     */
    AttemptObserver attemptStarted(@Nullable RetryCause cause, ContextView context);

    /**
     * The operation has terminated; called exactly once.
     *
     * @param outcome the outcome
     * @param error the error that its subscriber receives, or {@code null} if there is none
     */
    void terminated(CallOutcome outcome, @Nullable Throwable error);
}
