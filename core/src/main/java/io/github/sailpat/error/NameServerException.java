package io.github.sailpat.error;

import java.time.Duration;

/**
 * The name server did not answer, so the address of the host is not known, and nothing was sent. The base URL may be
 * right: check the name servers and the search domains of this machine.
 */
public final class NameServerException extends TransportException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param timeout how long it was waited for
     * @param cause the error of the resolver
     */
    public NameServerException(CallSummary call, Duration timeout, Throwable cause) {
        super(
                call,
                "the name server did not answer within " + timeout.toMillis()
                        + " ms, so the address of the host is not known",
                "check the name servers and the search domains of this machine (resolv.conf)",
                cause);
    }

    private NameServerException(NameServerException original, CallSummary outer) {
        super(original, outer);
    }

    @Override
    public TransportException within(CallSummary outer) {
        return new NameServerException(this, outer);
    }
}
