package io.github.sailpat.error;

/**
 * The create call was interrupted, and the token exists: its secret was lost on the way and nobody can get it back.
 * Delete the token by its {@linkplain #getId() id}, or keep it in mind: it counts among its owner's ten and holds its
 * name.
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
     * @param cause what interrupted the call
     */
    public SecretLostException(CallSummary call, String id, String name, Throwable cause) {
        super(
                call,
                "token " + id + " was created, but its secret was lost on the way; delete it and create another."
                        + " What happened: " + reason(cause),
                cause);
        this.id = id;
        this.name = name;
    }

    /**
     * The token that exists without a known secret.
     *
     * @return its id
     */
    public String getId() {
        return id;
    }

    /**
     * The name that it holds.
     *
     * @return its name
     */
    public String getName() {
        return name;
    }
}
