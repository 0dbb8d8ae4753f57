package io.github.sailpat.error;

/**
 * The token endpoint refused the credentials: no bearer can be had with them, and nothing was sent to the API. Also when
 * it answers something that is no bearer.
 */
public final class AuthenticationException extends ResponseException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call to the token endpoint
     * @param status the HTTP status
     * @param response the body, as far as it could be read
     */
    public AuthenticationException(CallSummary call, int status, ErrorResponse response) {
        super(
                call,
                status,
                response,
                "check the client id and the client secret, and whether the token behind them has expired");
    }
}
