package io.github.sailpat.error;

/**
 * The tenant has said that it did not process the request, in a way that only HTTP/2 has (RFC 9113 section 8.7): the
 * stream was refused, or the connection was shut down before the tenant came to the request. The request was sent and
 * was not applied, so each operation may be repeated.
 */
public final class UnprocessedRequestException extends TransportException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param message what the tenant has said
     */
    public UnprocessedRequestException(CallSummary call, String message) {
        super(call, message);
    }

    private UnprocessedRequestException(UnprocessedRequestException original, CallSummary outer) {
        super(original, outer);
    }

    @Override
    public TransportException within(CallSummary outer) {
        return new UnprocessedRequestException(this, outer);
    }
}
