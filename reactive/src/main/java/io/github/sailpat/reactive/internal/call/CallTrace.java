package io.github.sailpat.reactive.internal.call;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.CallSummary;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What has become of one subscription to a call. Written by the stage that the call is in, one at a time; read by the
 * deadline from a timer thread, hence volatile.
 */
public final class CallTrace {
    private final String operation;
    private final String requestLine;
    private final LongSupplier nanoTime;
    private final long begun;
    private volatile int attempts;
    private volatile CallPhase phase = CallPhase.PACING;

    /**
     * Begins a trace now.
     *
     * @param call the call
     * @param nanoTime a monotonic clock
     */
    public CallTrace(ApiCall<?> call, LongSupplier nanoTime) {
        this.operation = call.operation();
        this.requestLine = call.requestLine();
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    /** One more attempt begins. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // attempts of one call follow each other
    public void beginAttempt() {
        attempts++;
        phase = CallPhase.PACING;
    }

    /**
     * The call goes over to another phase.
     *
     * @param next the phase
     */
    public void enter(CallPhase next) {
        phase = next;
    }

    /**
     * Where the call is.
     *
     * @return the phase
     */
    public CallPhase phase() {
        return phase;
    }

    /**
     * How many attempts were begun.
     *
     * @return the number
     */
    public int attempts() {
        return attempts;
    }

    /**
     * How long the call has taken.
     *
     * @return the time since its subscription
     */
    public Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - begun);
    }

    /**
     * The story so far, for an error.
     *
     * @return a snapshot
     */
    public CallSummary summary() {
        return CallSummary.builder()
                .operation(operation)
                .requestLine(requestLine)
                .attempts(attempts)
                .elapsed(elapsed())
                .phase(phase)
                .build();
    }
}
