package io.github.sailpat.error;

/** Status 401: the access token was refused, and a newly fetched one too. Nothing was applied. */
public final class UnauthorizedException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param status the HTTP status
     * @param response the error body, as far as it could be read
     */
    public UnauthorizedException(CallSummary call, int status, ErrorResponse response) {
        super(
                call,
                status,
                response,
                "check that the personal access token behind the credentials has not expired or been deleted, that it belongs to"
                        + " this tenant, that its user is still active, and that it may be used from this network");
    }

    private UnauthorizedException(UnauthorizedException original, CallSummary outer) {
        super(original, outer);
    }

    @Override
    public UnauthorizedException within(CallSummary outer) {
        return new UnauthorizedException(this, outer);
    }
}
