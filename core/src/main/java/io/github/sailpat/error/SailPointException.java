package io.github.sailpat.error;

import io.github.sailpat.internal.disconnect.DisconnectMessageRewriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The error of a call. The subtype says what happened, this type to which call.
 *
 * <p>An I/O error of the connection to the tenant is {@linkplain #getSuppressed() suppressed} and not the
 * {@linkplain #getCause() cause}. A web framework that finds such an error among the causes takes it for the disconnect
 * of its own client, answers nothing and logs nothing. For the same reason no message has the words that frameworks
 * look for.
 */
public abstract class SailPointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CallSummary call;
    private final transient String reason;

    /**
     * For the subtypes.
     *
     * @param call the call
     * @param message what happened and what to do, without the call's own data
     * @param cause the cause, or {@code null}; an I/O error becomes a suppressed one
     */
    @SuppressWarnings("this-escape") // into addSuppressed, which is final
    protected SailPointException(CallSummary call, String message, @Nullable Throwable cause) {
        this(call, DisconnectMessageRewriter.replace(message), DisconnectMessageRewriter.cause(cause), cause);
    }

    @SuppressWarnings("this-escape")
    private SailPointException(
            CallSummary call, String reason, @Nullable Throwable cause, @Nullable Throwable original) {
        super(call.getOperation() + ": " + reason + " " + call.toText(), cause);
        this.call = call;
        this.reason = reason;
        DisconnectMessageRewriter.suppress(this, original);
    }

    /**
     * For the subtypes.
     *
     * @param original the error of a call that another call needed
     * @param call the other call
     */
    SailPointException(SailPointException original, CallSummary call) {
        this(call, original.call.getOperation() + ": " + original.reason, original);
    }

    /**
     * The same error, as reported by the call that needed the failed one. An example is a call of the API that needs an
     * access token.
     *
     * @param outer the call that needed the failed one
     * @return an error of the same type with the operation, attempts, time and phase of that call, and this one as its
     *     cause; this exception itself if its type cannot come from another call
     */
    public SailPointException within(CallSummary outer) {
        return this;
    }

    /** The message without the call's own data, as a part of another message. */
    static String reason(Throwable error) {
        return error instanceof SailPointException failure ? failure.reason : String.valueOf(error.getMessage());
    }

    /**
     * The summary of the call.
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
     * The number of attempts that were started.
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
     * What the call was doing when it failed.
     *
     * @return the phase
     */
    public CallPhase getPhase() {
        return call.getPhase();
    }

    /**
     * The HTTP status of the response.
     *
     * @return the status, or {@code null} if there was no response
     */
    public @Nullable Integer getStatus() {
        return null;
    }

    /**
     * The tenant's detailed error code.
     *
     * @return the code, or {@code null} if there is none
     */
    public @Nullable String getDetailCode() {
        return null;
    }

    /**
     * The id of the request, by which SailPoint's support finds it.
     *
     * @return the id, or {@code null} if there is none
     */
    public @Nullable String getTrackingId() {
        return null;
    }

    /**
     * The texts of the error response.
     *
     * @return the texts, possibly empty
     */
    public List<String> getTexts() {
        return List.of();
    }
}
