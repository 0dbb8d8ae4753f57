package io.github.sailpat.error;

import org.jspecify.annotations.Nullable;

/**
 * The token was created, but the response with its secret was lost, or its hand-over has failed. The secret cannot be
 * retrieved. Delete the token by its {@linkplain #getId() id}: until then it counts towards the limit of its owner, and
 * its name is in use.
 *
 * <p>A create is also reported so if its first attempt is refused as a duplicate, and a token of its name was created
 * since the call began: a gateway or a service mesh that repeats requests does that.
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
        this(
                call,
                id,
                name,
                "token " + id
                        + " was created, but the response with its secret was lost; delete it and create another.",
                cause);
    }

    private SecretLostException(CallSummary call, String id, String name, String message, @Nullable Throwable cause) {
        super(call, cause == null ? message : message + " Cause: " + reason(cause), cause);
        this.id = id;
        this.name = name;
    }

    /**
     * The error of a create whose hand-over has failed.
     *
     * @param call the call
     * @param id the id of the token that was created
     * @param name its name
     * @param cause the error of the hand-over
     * @return the error, without the secret
     */
    public static SecretLostException notHandedOver(CallSummary call, String id, String name, Throwable cause) {
        return new SecretLostException(
                call,
                id,
                name,
                "token " + id + " was created, but the hand-over of its secret failed; delete it and create another.",
                cause);
    }

    /**
     * The error of a create whose request something on the way to the tenant has sent twice, so that only the refusal
     * of the second one arrived.
     *
     * @param call the call
     * @param id the id of the token that was created
     * @param name its name
     * @param cause the refusal
     * @return the error
     */
    public static SecretLostException ofRepeatedRequest(CallSummary call, String id, String name, Throwable cause) {
        return new SecretLostException(
                call,
                id,
                name,
                "the tenant refused the name as a duplicate, and token " + id + " with this name was created since the"
                        + " call began. Probably a gateway or a service mesh has repeated the request, and the response"
                        + " with the secret was lost: switch off its retries of POST. Unless another process has created"
                        + " the token, delete it and create another.",
                cause);
    }

    /**
     * The error of a create that was sent by a job which ended before its secret was handed over.
     *
     * @param call the lookup of the token
     * @param id the id of the token that was created
     * @param name its name
     * @return the error
     */
    public static SecretLostException ofInterruptedJob(CallSummary call, String id, String name) {
        return new SecretLostException(
                call,
                id,
                name,
                "token " + id + " was created, but the job ended before it was known that its secret was handed over;"
                        + " delete it and create another.",
                null);
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
