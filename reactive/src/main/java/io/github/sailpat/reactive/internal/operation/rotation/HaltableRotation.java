package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.error.OutcomeUnknownException;
import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.error.SecretLostException;
import io.github.sailpat.reactive.AbandonedCreate;
import io.github.sailpat.reactive.internal.call.CallContext;
import io.github.sailpat.reactive.internal.call.HaltableCall;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one rotation in a job. It begins with a list, its own or that of another rotation, which changes
 * nothing: while it waits for that, a stop of the job ends the rotation. Afterwards it is completed.
 */
final class HaltableRotation implements HaltableCall {
    /** Guarded by the monitor. */
    private @Nullable Instant begunAt;

    private boolean halted;
    private boolean changing;
    private @Nullable CallContext firstCall;
    private volatile boolean continued;

    /** An earlier run of the job has begun the rotation, so whatever it fails with, there may be a successor. */
    void markContinued() {
        continued = true;
    }

    /** {@code false} if the rotation was halted and must not begin. */
    synchronized boolean begin(Instant now) {
        begunAt = halted ? null : now;
        return !halted;
    }

    /** {@code false} if the rotation was halted and must change nothing. */
    synchronized boolean beginChanges() {
        changing = !halted;
        return changing;
    }

    /** A call of the rotation, or of a function of the user, is started. */
    synchronized void callStarted(CallContext call) {
        if (firstCall == null && !changing) {
            firstCall = call;
            if (halted) {
                call.halt();
            }
        }
    }

    /**
     * The create of the successor, if it may have been applied and the error does not reach the subscriber.
     *
     * @param error of the outcome of this rotation, which has begun
     * @return what is known of the create, or {@code null} if no secret is lost
     */
    synchronized @Nullable AbandonedCreate abandonedBy(Throwable error) {
        Throwable cause =
                error instanceof RotationFailedException failed && failed.getState() == RotationState.CREATE_UNKNOWN
                        ? failed.getCause()
                        : error;
        Instant startedAt = Objects.requireNonNull(begunAt);
        if (cause instanceof SecretLostException lost) {
            return AbandonedCreate.of(lost.getName(), startedAt, lost.getId());
        }
        return cause instanceof OutcomeUnknownException unknown
                ? AbandonedCreate.of(unknown.getName(), startedAt, null)
                : null; // the close of the client was told as it came
    }

    @Override
    public synchronized boolean isWaitingForPermit() {
        return !changing && firstCall != null && firstCall.isWaitingForPermit();
    }

    @Override
    public synchronized boolean halt() {
        halted = !changing && (firstCall == null || firstCall.halt());
        return halted;
    }

    @Override
    public synchronized boolean isHaltedBeforeRetry() {
        return firstCall != null && firstCall.isHaltedBeforeRetry();
    }

    @Override
    public synchronized int getAttempts() {
        return changing || (firstCall != null && firstCall.getAttempts() > 0) ? 1 : 0;
    }

    @Override
    public boolean isAmbiguous() {
        return false;
    }

    @Override
    public boolean isMaybeApplied(Throwable error) {
        return continued
                || (error instanceof RotationFailedException failed
                        && failed.getState().isSuccessorExisting());
    }

    @Override
    public synchronized @Nullable Throwable getLastError() {
        return firstCall == null ? null : firstCall.getLastError();
    }
}
