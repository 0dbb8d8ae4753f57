package io.github.sailpat.error;

import io.github.sailpat.internal.disconnect.DisconnectMessageRewriter;

/**
 * A function of the application, for example a hand-over or an access token provider, threw an {@code Error} of the
 * JVM such as {@link NoClassDefFoundError} or {@link StackOverflowError}. Reactor rethrows such an error instead of
 * emitting it, so that its subscriber would get no signal; this exception is emitted in its place, and the
 * {@code Error} is its cause. One that comes from an I/O error is {@linkplain #getSuppressed() suppressed} instead, as
 * in a {@link SailPointException}.
 */
public final class FunctionErrorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one function.
     *
     * @param function the name of the function
     * @param cause what it threw
     */
    @SuppressWarnings("this-escape") // into addSuppressed, which is final
    public FunctionErrorException(String function, Throwable cause) {
        super(
                DisconnectMessageRewriter.replace(function + " threw "
                        + cause.getClass().getName()
                        + ", which is the cause: correct the function, or its class path"),
                DisconnectMessageRewriter.cause(cause));
        DisconnectMessageRewriter.suppress(this, cause);
    }
}
