package io.github.sailpat.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Status 500 or above. The request may have been applied. */
public final class ServerErrorException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /** The wait that the tenant asks for, also of the serialised form. */
    private final @Nullable Duration retryAfter;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param status the HTTP status
     * @param response the error body, as far as it could be read
     * @param retryAfter the wait that the tenant asks for, or {@code null}
     */
    public ServerErrorException(CallSummary call, int status, ErrorResponse response, @Nullable Duration retryAfter) {
        super(
                call,
                status,
                response,
                "server error: try again "
                        + (retryAfter == null ? "later" : "after " + retryAfter.toSeconds() + " s (Retry-After)")
                        + ", and report the trackingId to SailPoint's support if it persists");
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
