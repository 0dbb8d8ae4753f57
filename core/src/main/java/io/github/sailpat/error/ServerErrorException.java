package io.github.sailpat.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Any status from 500: the tenant failed. What was asked for may have been applied all the same. */
public final class ServerErrorException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /** The time to wait, also of the serialised form. */
    private final @Nullable Duration retryAfter;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param status the HTTP status
     * @param response the body, as far as it could be read
     * @param retryAfter what the tenant asks for, or {@code null}
     */
    public ServerErrorException(CallSummary call, int status, ErrorResponse response, @Nullable Duration retryAfter) {
        super(
                call,
                status,
                response,
                "the tenant failed: try again "
                        + (retryAfter == null ? "later" : "in " + retryAfter.toSeconds() + " s, as it asks")
                        + ", and give SailPoint the trackingId if it lasts");
        this.retryAfter = retryAfter;
    }

    @Override
    public @Nullable Duration getRetryAfter() {
        return retryAfter;
    }

    private ServerErrorException(ServerErrorException original, CallSummary outer) {
        super(original, outer);
        this.retryAfter = original.retryAfter;
    }

    @Override
    public ServerErrorException within(CallSummary outer) {
        return new ServerErrorException(this, outer);
    }
}
