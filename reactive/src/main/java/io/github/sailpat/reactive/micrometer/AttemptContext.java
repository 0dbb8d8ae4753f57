package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The context of an attempt, for an {@link AttemptConvention} and for handlers. Its carrier receives the headers that
 * propagate the trace.
 */
public final class AttemptContext extends SenderContext<Map<String, String>> {
    private final ObservedCall call;
    private final String client;
    private volatile @Nullable CallOutcome outcome;
    private volatile int status;

    AttemptContext(ObservedCall call, String client, Map<String, String> headers) {
        super((carrier, name, value) -> headers.put(name, value), Kind.CLIENT);
        this.call = call;
        this.client = client;
        setCarrier(headers);
        setRemoteServiceName("sailpoint");
    }

    /**
     * The call of the attempt.
     *
     * @return the call
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
     * The outcome of the attempt.
     *
     * @return the outcome, or {@code null} until it has terminated
     */
    public @Nullable CallOutcome getOutcome() {
        return outcome;
    }

    /**
     * The status of the response.
     *
     * @return the HTTP status, or 0 if there was no response
     */
    public int getStatus() {
        return status;
    }

    void terminate(CallOutcome terminal) {
        status = call.getStatus();
        outcome = terminal;
    }
}
