package io.github.sailpat.error;

/**
 * The token was created, but the response with its secret was lost. The secret cannot be retrieved. Delete the token by
 * its {@linkplain #getId() id}: until then it counts towards the limit of its owner, and its name is in use.
 */
public final class SecretLostException extends SailPointException {
    private static final long serialVersionUID = 1L;

    /** The id, also of the serialised form. */
    private final String id;
    /** The name, also of the serialised form. */
    private final String name;

    /**
     * The error of one call.
     *
     * @param call the call
     * @param id the id of the token that was created
     * @param name its name
     * @param cause the error of the create
     */
    public SecretLostException(CallSummary call, String id, String name, Throwable cause) {
        super(
                call,
                "token " + id + " was created, but the response with its secret was lost; delete it and create another."
                        + " Cause: " + reason(cause),
                cause);
        this.id = id;
        this.name = name;
    }

    /**
     * The token whose secret is lost.
     *
     * @return its id
     */
    public String getId() {
        return id;
    }

    /**
     * The name of the token.
     *
     * @return its name
     */
    public String getName() {
        return name;
    }
}
