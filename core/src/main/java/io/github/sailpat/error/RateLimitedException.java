package io.github.sailpat.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Status 429: too many requests of this client id. Nothing was applied. A call surfaces with it only if the time that the
 * tenant asks for lies beyond the call's deadline.
 */
public final class RateLimitedException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /** The retry after, also of the serialised form. */
    private final @Nullable Duration retryAfter;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param status the HTTP status
     * @param response the body, as far as it could be read
     * @param retryAfter what the tenant asks for, or {@code null}
     */
    public RateLimitedException(CallSummary call, int status, ErrorResponse response, @Nullable Duration retryAfter) {
        super(
                call,
                status,
                response,
                retryAfter == null || retryAfter.isZero()
                        ? "send less, or allow the call a longer deadline"
                        : "the tenant asks to wait " + retryAfter.toSeconds()
                                + " s, which the call's deadline must allow");
        this.retryAfter = retryAfter;
    }

    @Override
    public @Nullable Duration getRetryAfter() {
        return retryAfter;
    }

    private RateLimitedException(RateLimitedException original, CallSummary outer) {
        super(original, outer);
        this.retryAfter = original.retryAfter;
    }

    @Override
    public RateLimitedException within(CallSummary outer) {
        return new RateLimitedException(this, outer);
    }
}
