package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** The context of an operation, for an {@link OperationConvention} and for handlers. */
public final class OperationContext extends Observation.Context {
    private final ObservedCall call;
    private final String client;
    private volatile @Nullable CallOutcome outcome;

    OperationContext(ObservedCall call, String client) {
        this.call = call;
        this.client = client;
    }

    /**
     * The call.
     *
     * @return always the same object
     */
    public ObservedCall getCall() {
        return call;
    }

    /**
     * The name of the client.
     *
     * @return the name given to {@link MicrometerObserver#withClientName}
     */
    public String getClientName() {
        return client;
    }

    /**
     * The outcome of the operation.
     *
     * @return the outcome, or {@code null} until it has terminated
     */
    public @Nullable CallOutcome getOutcome() {
        return outcome;
    }

    void terminate(CallOutcome terminal) {
        outcome = terminal;
    }
}
