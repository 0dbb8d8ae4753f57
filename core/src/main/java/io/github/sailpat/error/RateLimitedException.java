package io.github.sailpat.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Status 429: too many requests of this client id. Nothing was applied. A call fails with it only if the wait that the
 * tenant asks for exceeds the call's deadline; otherwise it waits and is sent again.
 */
public final class RateLimitedException extends ResponseException {
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
    public RateLimitedException(CallSummary call, int status, ErrorResponse response, @Nullable Duration retryAfter) {
        super(
                call,
                status,
                response,
                retryAfter == null || retryAfter.isZero()
                        ? "send fewer requests, or set a longer deadline"
                        : "too many requests: the tenant asks to wait " + retryAfter.toSeconds()
                                + " s (Retry-After), which is longer than the call, or its job, may wait");
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
