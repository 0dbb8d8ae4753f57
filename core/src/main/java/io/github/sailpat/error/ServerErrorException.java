package io.github.sailpat.error;

/** Any status from 500: the tenant failed. What was asked for may have been applied all the same. */
public final class ServerErrorException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param status the HTTP status
     * @param response the body, as far as it could be read
     */
    public ServerErrorException(CallSummary call, int status, ErrorResponse response) {
        super(
                call,
                status,
                response,
                "the tenant failed: try again later, and give SailPoint the trackingId if it lasts");
    }
}
