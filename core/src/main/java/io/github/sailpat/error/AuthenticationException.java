package io.github.sailpat.error;

/**
 * The token endpoint refused the credentials, with a status of 4xx or with an {@code error} of OAuth (RFC 6749 section
 * 5.2) in a success. No access token can be fetched with them, and nothing was sent to the API. It is not retried.
 */
public final class AuthenticationException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call to the token endpoint
     * @param status the HTTP status
     * @param response the error body, as far as it could be read
     */
    public AuthenticationException(CallSummary call, int status, ErrorResponse response) {
        super(
                call,
                status,
                response,
                isAboutCredentials(status, response)
                        ? "check the client id and the client secret, whether the personal access token behind them has"
                                + " expired or was deleted, and whether it is of this tenant; it stands for a user, who"
                                + " must still be active"
                        : "this is not a response of the tenant's token endpoint, so the credentials were not checked: check the"
                                + " base URL, and the proxies and gateways between this client and the tenant");
    }

    /** A server that returns HTML or status 404 has not checked the credentials. */
    private static boolean isAboutCredentials(int status, ErrorResponse response) {
        return response.getBodyDescription() == null
                && (status == 200 || status == 400 || status == 401 || status == 403);
    }

    private AuthenticationException(AuthenticationException original, CallSummary outer) {
        super(original, outer);
    }

    @Override
    public AuthenticationException within(CallSummary outer) {
        return new AuthenticationException(this, outer);
    }
}
