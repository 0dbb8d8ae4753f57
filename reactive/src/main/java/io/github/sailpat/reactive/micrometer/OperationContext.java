package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** What is known of an operation: for an {@link OperationConvention} and for handlers. */
public final class OperationContext extends Observation.Context {
    private final ObservedCall call;
    private final String client;
    private volatile @Nullable CallOutcome outcome;

    OperationContext(ObservedCall call, String client) {
        this.call = call;
        this.client = client;
    }

    /**
     * What it is, and what has become of it so far.
     *
     * @return always the same
     */
    public ObservedCall getCall() {
        return call;
    }

    /**
     * Whose operation it is.
     *
     * @return the name given to {@link MicrometerObserver#withClientName}
     */
    public String getClientName() {
        return client;
    }

    /**
     * How it has ended.
     *
     * @return the outcome, or {@code null} while it is under way
     */
    public @Nullable CallOutcome getOutcome() {
        return outcome;
    }

    void end(CallOutcome how) {
        outcome = how;
    }
}
