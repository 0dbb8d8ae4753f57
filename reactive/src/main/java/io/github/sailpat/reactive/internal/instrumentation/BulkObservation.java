package io.github.sailpat.reactive.internal.instrumentation;

import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import java.util.function.IntSupplier;

/**
 * Reports the subscriptions and the outcomes of a bulk job to the observer of its client.
 *
 * @param client the observation of the client
 * @param operation the operation of each item
 */
public record BulkObservation(ClientObservation client, String operation) {
    /**
     * A subscription to the job was started.
     *
     * @param inFlight the number of its items in flight
     */
    public void started(IntSupplier inFlight) {
        client.bulkStarted(inFlight);
    }

    /**
     * A subscription to the job has terminated. May be called again.
     *
     * @param inFlight the same object as in {@link #started}
     */
    public void terminated(IntSupplier inFlight) {
        client.bulkTerminated(inFlight);
    }

    /**
     * The outcome of an item is known.
     *
     * @param kind its kind
     */
    public void itemTerminated(BulkOutcomeKind kind) {
        client.bulkItemTerminated(operation, kind);
    }
}
