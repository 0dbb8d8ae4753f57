package io.github.sailpat.error;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong with a call that was begun. The subtype says what; this type says to which call. */
public abstract class SailPointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CallSummary call;
    private final transient String reason;

    /**
     * For the subtypes.
     *
     * @param call the call
     * @param message what happened and what to do, without the call's own data
     * @param cause the reason, if there is one that says more
     */
    protected SailPointException(CallSummary call, String message, @Nullable Throwable cause) {
        super(call.getOperation() + ": " + message + " " + call.toText(), cause);
        this.call = call;
        this.reason = message;
    }

    /**
     * For the subtypes.
     *
     * @param original the error of a call that was made on behalf of another
     * @param call the other call
     */
    SailPointException(SailPointException original, CallSummary call) {
        this(call, original.call.getOperation() + ": " + original.reason, original);
    }

    /**
     * The same error, as the call reports it on whose behalf the failed one was made: fetching an access token for example.
     *
     * @param outer that call
     * @return an error of the same type with the operation, attempts, time and phase of that call, and this one as its
     *     cause; this very one if its type never comes of another call
     */
    public SailPointException within(CallSummary outer) {
        return this;
    }

    /** The message without the call's own data, to stand within another message. */
    static String reason(Throwable error) {
        return error instanceof SailPointException failure ? failure.reason : String.valueOf(error.getMessage());
    }

    /**
     * The story of the call.
     *
     * @return operation, attempts, time and phase
     */
    public CallSummary getCall() {
        return call;
    }

    /**
     * The operation by its name in the API, for example {@code createPersonalAccessToken}.
     *
     * @return the name
     */
    public String getOperation() {
        return call.getOperation();
    }

    /**
     * How many attempts were begun.
     *
     * @return the number
     */
    public int getAttempts() {
        return call.getAttempts();
    }

    /**
     * The time from the subscription to the error.
     *
     * @return the time
     */
    public Duration getElapsed() {
        return call.getElapsed();
    }

    /**
     * Where the call was when it failed.
     *
     * @return the phase
     */
    public CallPhase getPhase() {
        return call.getPhase();
    }

    /**
     * The HTTP status of the answer.
     *
     * @return the status, or {@code null} if there was no answer
     */
    public @Nullable Integer getStatus() {
        return null;
    }

    /**
     * The tenant's fine-grained error code.
     *
     * @return the code, or {@code null} if there was none
     */
    public @Nullable String getDetailCode() {
        return null;
    }

    /**
     * The id that SailPoint's support asks for.
     *
     * @return the id, or {@code null} if there was none
     */
    public @Nullable String getTrackingId() {
        return null;
    }

    /**
     * The tenant's own words.
     *
     * @return the texts, maybe none
     */
    public List<String> getTexts() {
        return List.of();
    }
}
