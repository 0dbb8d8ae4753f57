package io.github.sailpat.reactive.micrometer;

import io.github.sailpat.reactive.observation.CallOutcome;
import io.github.sailpat.reactive.observation.ObservedCall;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt: for an {@link AttemptConvention} and for handlers. Its carrier takes the headers by which
 * the tenant's side continues the trace.
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
     * The call that it is an attempt of.
     *
     * @return what it is, and what has become of it so far
     */
    public ObservedCall getCall() {
        return call;
    }

    /**
     * Whose attempt it is.
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

    /**
     * What it was answered.
     *
     * @return the HTTP status, or 0 if there was no answer
     */
    public int getStatus() {
        return status;
    }

    void end(CallOutcome how) {
        status = call.getStatus();
        outcome = how;
    }
}
