package io.github.sailpat.reactive.observation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Observes one or more clients. The methods are called concurrently, on the threads of the calls, and must not block.
 * An exception that a method throws is logged, and the call continues.
 *
 * @see io.github.sailpat.reactive.SailPointClient.Builder#observer
 */
public interface ClientObserver {
    /**
     * A client was built.
     *
     * @param client its state
     */
    default void clientOpened(ClientState client) {}

    /**
     * A client is closed.
     *
     * @param client the same object as in {@link #clientOpened}
     */
    default void clientClosed(ClientState client) {}

    /**
     * An operation starts, at the subscription: an operation of the API, an item of a bulk job, or the lookup of a
     * token whose create is ambiguous.
     *
     * @param call the call, which is updated while it runs
     * @param context the subscriber's Context
     * @return the observer of this operation
     */
    OperationObserver operationStarted(ObservedCall call, ContextView context);

    /**
     * A request for an access token has terminated.
     *
     * @param error the error, or {@code null} if it has succeeded
     */
    default void accessTokenFetched(@Nullable Throwable error) {}

    /**
     * The tenant has responded 429 to an attempt: it asks for a pause. The client sends nothing of this rate limit
     * until it is over; {@link ClientState#getRemainingPause()} says how long that is.
     *
     * @param operation the operation, as in {@link ObservedCall#getOperation()}
     * @param retryAfter the pause that the tenant asks for, or {@code null} if it does not say
     */
    default void rateLimited(String operation, @Nullable Duration retryAfter) {}

    /**
     * The outcome of an item of a bulk job is known.
     *
     * @param operation the operation, as in {@link ObservedCall#getOperation()}
     * @param kind the kind of its outcome
     */
    default void bulkItemTerminated(String operation, BulkOutcomeKind kind) {}
}
