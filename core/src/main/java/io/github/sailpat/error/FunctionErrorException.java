package io.github.sailpat.error;

/**
 * A function of the application, for example a hand-over or an access token provider, threw an {@code Error} of the
 * JVM such as {@link NoClassDefFoundError} or {@link StackOverflowError}. Reactor rethrows such an error instead of
 * emitting it, so that its subscriber would get no signal; this exception is emitted in its place, and the
 * {@code Error} is its cause.
 */
public final class FunctionErrorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * The error of one function.
     *
     * @param function the name of the function
     * @param cause what it threw
     */
    public FunctionErrorException(String function, Throwable cause) {
        super(
                function + " threw " + cause.getClass().getName()
                        + ", which is the cause: correct the function, or its class path",
                cause);
    }
}
