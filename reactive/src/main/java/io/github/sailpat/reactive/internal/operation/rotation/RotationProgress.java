package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.reactive.internal.call.BulkItemProgress;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one rotation in a job. Its calls have contexts of their own, so a rotation is either not begun or in
 * progress: it waits for nothing that a stop of the job could end.
 */
final class RotationProgress implements BulkItemProgress {
    /** Guarded by the monitor. */
    private boolean begun;

    private boolean halted;

    /** {@code false} if the rotation was halted and must not begin. */
    synchronized boolean begin() {
        begun = !halted;
        return begun;
    }

    @Override
    public boolean isWaitingForPermit() {
        return false;
    }

    @Override
    public synchronized boolean halt() {
        halted = true;
        return !begun;
    }

    @Override
    public boolean isHaltedBeforeRetry() {
        return false;
    }

    @Override
    public synchronized int getAttempts() {
        return begun ? 1 : 0;
    }

    @Override
    public boolean isAmbiguous() {
        return false;
    }

    @Override
    public boolean isMaybeApplied(Throwable error) {
        return error instanceof RotationFailedException failed
                && failed.getState().isSuccessorExisting();
    }

    @Override
    public @Nullable Throwable getLastError() {
        return null;
    }
}
