package io.github.sailpat.error;

import org.jspecify.annotations.Nullable;

/**
 * There was no complete response: the connection could not be opened, it was reset or closed, or a timeout elapsed.
 * {@link #isSent()} says whether the request may have been applied, except for an {@link UnprocessedRequestException},
 * whose request was not.
 */
public class TransportException extends SailPointException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param message what happened
     * @param cause the error of the transport, or {@code null}
     */
    public TransportException(CallSummary call, String message, @Nullable Throwable cause) {
        this(call, message, "check the base URL, the network and the proxy", cause);
    }

    /**
     * The error of one call.
     *
     * @param call the call
     * @param message what happened
     * @param advice what to do if nothing was sent
     * @param cause the error of the transport, or {@code null}
     */
    public TransportException(CallSummary call, String message, String advice, @Nullable Throwable cause) {
        super(call, describe(call, message, advice), cause);
    }

    /** Of a request that was sent and certainly not applied. */
    TransportException(CallSummary call, String message) {
        super(call, message + " while " + call.getPhase().getDescription() + "; the request was not applied", null);
    }

    private static String describe(CallSummary call, String message, String advice) {
        String where = message + " while " + call.getPhase().getDescription();
        if (!call.getPhase().isSent()) {
            return where + "; nothing was sent: " + advice;
        }
        return call.isReadOnly() ? where : where + "; the request may have been applied";
    }

    /**
     * Whether the request may have reached the tenant.
     *
     * @return {@code false} only if nothing was sent
     */
    public boolean isSent() {
        return getPhase().isSent();
    }

    TransportException(TransportException original, CallSummary outer) {
        super(original, outer);
    }

    @Override
    public TransportException within(CallSummary outer) {
        return new TransportException(this, outer);
    }
}
