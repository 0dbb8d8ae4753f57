package io.github.sailpat.error;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a create is ambiguous, and the lookup of the token by its name failed too. Look for the
 * {@linkplain #getName() name} among the caller's tokens before you create it again.
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
     * @param cause the error of the create; the error of the lookup is suppressed in it
     */
    public OutcomeUnknownException(CallSummary call, String name, Throwable cause) {
        this(call, name, cause, null);
    }

    /**
     * The error of one call whose lookup has failed.
     *
     * @param call the call
     * @param name the name of the token that may exist
     * @param cause the error of the create
     * @param lookupError the error of the lookup, for the message; or {@code null} if the lookup was not made or found
     *     nothing certain
     */
    public OutcomeUnknownException(CallSummary call, String name, Throwable cause, @Nullable Throwable lookupError) {
        super(
                call,
                "it is not known whether the token named \"" + name
                        + "\" was created; look for the name among your own tokens before you create it again."
                        + " Cause: " + reason(cause)
                        + (lookupError == null ? "" : "; the lookup by name failed too: " + reason(lookupError)),
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
