package io.github.sailpat.reactive.observation;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Sees the work of one client, or of several. All methods are called by the threads that do the work, several at a time,
 * so none may block. What one throws is logged, and the call goes on.
 *
 * @see io.github.sailpat.reactive.SailPointClient.Builder#observer
 */
public interface ClientObserver {
    /**
     * A client was built.
     *
     * @param client tells of it from now on
     */
    default void clientOpened(ClientState client) {}

    /**
     * A client is being closed.
     *
     * @param client the same as in {@link #clientOpened}
     */
    default void clientClosed(ClientState client) {}

    /**
     * An operation begins, at the subscription: one of the API's four, an item of a bulk job, or the look for a token
     * whose create was interrupted.
     *
     * @param call what it is, and from then on what has become of it
     * @param context of its subscriber
     * @return sees this operation
     */
    OperationObserver operationBegun(ObservedCall call, ContextView context);

    /**
     * The client has asked for a bearer for its credentials: the first one, or one in place of another.
     *
     * @param error why there is none, or {@code null} if it came
     */
    default void bearerFetched(@Nullable Throwable error) {}

    /**
     * The outcome of an item of a bulk job is known.
     *
     * @param operation what was asked for, as in {@link ObservedCall#getOperation()}
     * @param kind the kind of its outcome
     */
    default void bulkItemEnded(String operation, BulkOutcomeKind kind) {}
}
