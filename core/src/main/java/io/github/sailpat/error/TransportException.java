package io.github.sailpat.error;

import org.jspecify.annotations.Nullable;

/**
 * There was no complete answer: the connection could not be had, or it broke, or the answer did not come in time.
 * {@link #isSent()} tells whether the tenant may have applied what was asked for.
 */
public final class TransportException extends SailPointException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param message what happened
     * @param cause what the transport says, or {@code null}
     */
    public TransportException(CallSummary call, String message, @Nullable Throwable cause) {
        super(call, describe(call, message), cause);
    }

    private static String describe(CallSummary call, String message) {
        String where = message + " while " + call.getPhase().getDescription();
        if (!call.getPhase().isSent()) {
            return where + "; nothing was sent: check the base URL, the network and the proxy";
        }
        return call.isReadOnly() ? where : where + "; it may have been applied";
    }

    /**
     * Whether anything of the request may have reached the tenant.
     *
     * @return {@code false} only if nothing was sent
     */
    public boolean isSent() {
        return getPhase().isSent();
    }

    private TransportException(TransportException original, CallSummary outer) {
        super(original, outer);
    }

    @Override
    public TransportException within(CallSummary outer) {
        return new TransportException(this, outer);
    }
}
