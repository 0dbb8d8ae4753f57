package io.github.sailpat.error;

/**
 * The create call was interrupted, and it could not be found out whether the token exists. Look for the
 * {@linkplain #getName() name} among the caller's tokens before creating it again.
 */
public final class OutcomeUnknownException extends SailPointException {
    private static final long serialVersionUID = 1L;

    /** The name, also of the serialised form. */
    private final String name;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param name the name of the token that may exist
     * @param cause what interrupted the call; why it could not be found out is suppressed in it
     */
    public OutcomeUnknownException(CallSummary call, String name, Throwable cause) {
        super(
                call,
                "the token named \"" + name
                        + "\" may or may not have been created; look for its name among your own tokens"
                        + " before creating it again. What happened: " + reason(cause),
                cause);
        this.name = name;
    }

    /**
     * The name of the token that may exist.
     *
     * @return the name
     */
    public String getName() {
        return name;
    }
}
