package io.github.sailpat.error;

/** Status 403: the caller is not authorized for the operation. Nothing was applied. */
public final class ForbiddenException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param status the HTTP status
     * @param response the error body, as far as it could be read
     */
    public ForbiddenException(CallSummary call, int status, ErrorResponse response) {
        super(
                call,
                status,
                response,
                "give the caller the right that the operation needs, or use the credentials of a personal access token, which"
                        + " stands for a user, and not of an API client, which does not");
    }

    private ForbiddenException(ForbiddenException original, CallSummary outer) {
        super(original, outer);
    }

    @Override
    public ForbiddenException within(CallSummary outer) {
        return new ForbiddenException(this, outer);
    }
}
