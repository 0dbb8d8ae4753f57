package io.github.sailpat.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of the call passed, or a wait that the tenant asks for would exceed it. {@link #getPhase()} says what
 * the call was waiting for, and {@link #isMaybeApplied()} whether the request may have been applied. The cause is the
 * error of an earlier attempt, or of the request for an access token that the call waited for.
 */
public final class DeadlineExceededException extends SailPointException {
    private static final long serialVersionUID = 1L;

    /** The deadline, also of the serialised form. */
    private final Duration deadline;
    /** Whether it may have been applied, also of the serialised form. */
    private final boolean maybeApplied;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param deadline the deadline of the call
     * @param message why the deadline would be exceeded, or {@code null} if it has passed
     * @param maybeApplied whether the request may have been applied
     * @param cause the error of an earlier attempt, or of another request that the call waited for, or {@code null}
     */
    public DeadlineExceededException(
            CallSummary call,
            Duration deadline,
            @Nullable String message,
            boolean maybeApplied,
            @Nullable Throwable cause) {
        super(
                call,
                "the deadline of " + text(deadline) + (message == null ? " passed" : " would be exceeded") + " while "
                        + call.getPhase().getDescription()
                        + (message == null ? within(call, cause) + before(call, cause) : ": " + message)
                        + (maybeApplied ? "; the request may have been applied" : "; nothing was applied"),
                cause);
        this.deadline = deadline;
        this.maybeApplied = maybeApplied;
    }

    /**
     * Whether the request may have been applied, by this attempt or an earlier one.
     *
     * @return {@code false} only if it was certainly not applied
     */
    public boolean isMaybeApplied() {
        return maybeApplied;
    }

    /** What another request, for which this call waited, was doing. */
    private static String within(CallSummary call, @Nullable Throwable cause) {
        return cause instanceof SailPointException other
                        && !other.getOperation().equals(call.getOperation())
                ? " (" + other.getOperation() + ": " + other.getPhase().getDescription() + ")"
                : "";
    }

    /** The failure of an attempt before, which another one followed. */
    private static String before(CallSummary call, @Nullable Throwable cause) {
        Throwable failure = cause;
        if (cause != null && !within(call, cause).isEmpty()) { // the other request is still under way
            failure = cause.getSuppressed().length == 0 ? null : cause.getSuppressed()[0];
        }
        return failure == null ? "" : "; the last attempt before: " + reason(failure);
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    /**
     * The deadline of the call.
     *
     * @return the time, from the subscription on
     */
    public Duration getDeadline() {
        return deadline;
    }
}
