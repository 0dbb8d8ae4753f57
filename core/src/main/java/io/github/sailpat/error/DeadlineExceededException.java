package io.github.sailpat.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time that the call was given is over, or it was clear that it would not suffice. {@link #getPhase()} tells where
 * the time went, and {@link #isMaybeApplied()} whether what was asked for may have been applied. The error of an earlier attempt, or of
 * a fetch of a bearer that the call waited for, is the cause.
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
     * @param deadline the time that it was given
     * @param message why it is clear before, or {@code null}
     * @param maybeApplied whether the tenant may have applied what was asked for
     * @param cause the error of the attempt before, or of another request that the call waited for, or {@code null}
     */
    public DeadlineExceededException(
            CallSummary call,
            Duration deadline,
            @Nullable String message,
            boolean maybeApplied,
            @Nullable Throwable cause) {
        super(
                call,
                "the deadline of " + text(deadline) + (message == null ? " passed" : " would pass") + " while "
                        + call.getPhase().getDescription()
                        + (message == null ? within(call, cause) : ": " + message)
                        + (maybeApplied ? "; it may have been applied" : "; nothing was applied"),
                cause);
        this.deadline = deadline;
        this.maybeApplied = maybeApplied;
    }

    /**
     * Whether the tenant may have applied what was asked for, in this attempt or an earlier one.
     *
     * @return {@code false} only if it certainly has not
     */
    public boolean isMaybeApplied() {
        return maybeApplied;
    }

    /** Where another request was that this call waited for. */
    private static String within(CallSummary call, @Nullable Throwable cause) {
        return cause instanceof SailPointException other
                        && !other.getOperation().equals(call.getOperation())
                ? " (" + other.getOperation() + ": " + other.getPhase().getDescription() + ")"
                : "";
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    /**
     * The time that the call was given.
     *
     * @return the time
     */
    public Duration getDeadline() {
        return deadline;
    }
}
