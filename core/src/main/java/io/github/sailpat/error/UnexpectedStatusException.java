package io.github.sailpat.error;

import org.jspecify.annotations.Nullable;

/**
 * A status that the operation does not have: a redirect, which is never followed, or an error without a type of its
 * own.
 */
public final class UnexpectedStatusException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param status the HTTP status
     * @param response the error body, as far as it could be read
     * @param redirectTarget the server to which a redirect leads, or {@code null} if it is not known
     */
    public UnexpectedStatusException(
            CallSummary call, int status, ErrorResponse response, @Nullable String redirectTarget) {
        super(
                call,
                status,
                response,
                (status / 100 == 3
                                ? "a redirect" + (redirectTarget == null ? "" : " to " + redirectTarget)
                                        + ", which is not followed: "
                                : "unexpected status: ")
                        + "check the base URL, and the proxies and gateways between this client and the tenant");
    }

    private UnexpectedStatusException(UnexpectedStatusException original, CallSummary outer) {
        super(original, outer);
    }

    @Override
    public UnexpectedStatusException within(CallSummary outer) {
        return new UnexpectedStatusException(this, outer);
    }
}
