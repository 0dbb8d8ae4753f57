package io.github.sailpat.reactive.internal.instrumentation;

import io.github.sailpat.reactive.observation.BulkOutcomeKind;
import java.util.function.IntSupplier;

/**
 * Where an observer looks at a bulk job.
 *
 * @param client the watch over its client
 * @param operation what each item asks for
 */
public record BulkObservation(ClientObservation client, String operation) {
    /**
     * A run begins.
     *
     * @param inFlight how many of its items are under way
     */
    public void begun(IntSupplier inFlight) {
        client.bulkBegun(inFlight);
    }

    /**
     * A run has ended; may be told again.
     *
     * @param inFlight the same as at its begin
     */
    public void ended(IntSupplier inFlight) {
        client.bulkEnded(inFlight);
    }

    /**
     * The outcome of an item is known.
     *
     * @param kind its kind
     */
    public void known(BulkOutcomeKind kind) {
        client.bulkItemEnded(operation, kind);
    }
}
