package io.github.sailpat.error;

/** Status 401 twice: the bearer was refused, and so was a fresh one. Nothing was applied. */
public final class UnauthorizedException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param status the HTTP status
     * @param response the body, as far as it could be read
     */
    public UnauthorizedException(CallSummary call, int status, ErrorResponse response) {
        super(call, status, response, "check that the credentials still exist and may be used from here");
    }
}
