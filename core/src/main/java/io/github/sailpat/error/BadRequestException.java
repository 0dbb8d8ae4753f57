package io.github.sailpat.error;

/** Status 400: the request is invalid, for example because the name is in use. Nothing was applied. */
public final class BadRequestException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param status the HTTP status
     * @param response the error body, as far as it could be read
     */
    public BadRequestException(CallSummary call, int status, ErrorResponse response) {
        super(call, status, response, "correct the request; sending it again unchanged fails in the same way");
    }

    private BadRequestException(BadRequestException original, CallSummary outer) {
        super(original, outer);
    }

    @Override
    public BadRequestException within(CallSummary outer) {
        return new BadRequestException(this, outer);
    }
}
