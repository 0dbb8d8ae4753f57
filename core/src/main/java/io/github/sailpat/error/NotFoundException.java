package io.github.sailpat.error;

/** Status 404: there is no token with this id, or the caller may not see it. Nothing was applied. */
public final class NotFoundException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param status the HTTP status
     * @param response the error body, as far as it could be read
     */
    public NotFoundException(CallSummary call, int status, ErrorResponse response) {
        super(call, status, response, hint(call));
    }

    private static String hint(CallSummary call) {
        boolean hasId =
                call.getOperation().startsWith("delete") || call.getOperation().startsWith("patch");
        return hasId
                ? "check the id; the token may have been deleted"
                : "check the base URL and the API version; a proxy may have responded in place of the API";
    }

    private NotFoundException(NotFoundException original, CallSummary outer) {
        super(original, outer);
    }

    @Override
    public NotFoundException within(CallSummary outer) {
        return new NotFoundException(this, outer);
    }
}
