package io.github.sailpat.reactive.internal.call;

import io.github.sailpat.error.CallPhase;
import io.github.sailpat.error.ClientClosedException;
import io.github.sailpat.error.DeadlineExceededException;
import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.SailPointException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call may have been applied: the one place that decides it. Retry records each failed attempt here; the
 * deadline, a close, bulk jobs, the reconciliation of creates and rotations ask.
 *
 * <p>Memory: both fields are volatile. They are written by the call's own steps, which follow each other, and read from
 * any thread.
 */
public final class CallEffect {
    private final boolean readOnly;
    private volatile boolean ambiguous;
    private volatile @Nullable Throwable lastError;

    CallEffect(boolean readOnly) {
        this.readOnly = readOnly;
    }

    /**
     * An attempt has failed.
     *
     * @param error its error
     * @param phase where it was
     * @return its effect
     */
    public AttemptEffect recordFailure(Throwable error, CallPhase phase) {
        AttemptEffect effect = AttemptEffect.of(error, phase);
        if (effect == AttemptEffect.AMBIGUOUS) {
            ambiguous = true;
            lastError = error;
        }
        return effect;
    }

    /**
     * Keeps the error of the last attempt until the next one has begun or the deadline passes.
     *
     * @param error the error
     */
    public void keepError(Throwable error) {
        lastError = error;
    }

    /** It is certain after all that no attempt was applied, or that a former one was and is known by name. */
    public void resolve() {
        ambiguous = false;
    }

    /** An attempt has failed so that it may have been applied. */
    public void markAmbiguous() {
        ambiguous = true;
    }

    /**
     * Whether an attempt has failed so that it may have been applied.
     *
     * @return {@code false} also if {@link #resolve() that is certain} by now
     */
    public boolean isAmbiguous() {
        return ambiguous;
    }

    /**
     * The error of the last attempt that failed.
     *
     * @return the error, or {@code null} if none has failed
     */
    public @Nullable Throwable getLastError() {
        return lastError;
    }

    /**
     * Whether the call may have been applied, if it were to terminate now without a response.
     *
     * @param phase where it is
     * @return {@code false} if it certainly was not, or changes nothing
     */
    public boolean isMaybeApplied(CallPhase phase) {
        return !readOnly && (ambiguous || phase.isSent());
    }

    /**
     * Whether the call may have been applied, although it has terminated with an error. The error alone does not tell:
     * the last attempt may have been refused after an ambiguous one, and the failed fetch of an access token says of
     * its own request that it was sent.
     *
     * @param error what it has terminated with
     * @param phase where it was
     * @return {@code false} if it certainly was not
     */
    public boolean isMaybeApplied(Throwable error, CallPhase phase) {
        if (error instanceof OutcomeUnknownException) {
            return true;
        }
        if (error instanceof ClientClosedException closed && closed.isMaybeApplied()) {
            return true;
        }
        if (error instanceof DeadlineExceededException late && late.isMaybeApplied()) {
            return true;
        }
        boolean unexpected = !(error instanceof SailPointException);
        return ambiguous || (unexpected && phase.isSent());
    }
}
