package io.github.sailpat.error;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rotation failed. The {@linkplain #getState() state} says which tokens exist. The old token was not deleted. If the
 * successor was created and its secret is known, {@link #getSuccessor()} returns it. Status, codes and texts are those
 * of the {@linkplain #getCause() cause}.
 */
public final class RotationFailedException extends SailPointException {
    private static final long serialVersionUID = 1L;

    /** The state, also of the serialised form. */
    private final RotationState state;
    /** The old token's id, also of the serialised form. */
    private final String oldId;
    /** The successor's id, also of the serialised form. */
    private final @Nullable String successorId;

    private final transient @Nullable CreatedPersonalAccessToken successor;

    /**
     * The error of a rotation without a known secret of the successor.
     *
     * @param call the rotation
     * @param state which tokens exist
     * @param oldId the id of the token that was to be rotated
     * @param successorId the id of the token with the successor's name, or {@code null} if it is not known
     * @param detail a further sentence, or {@code null}
     * @param cause the error of the call that failed, or {@code null}
     */
    public RotationFailedException(
            CallSummary call,
            RotationState state,
            String oldId,
            @Nullable String successorId,
            @Nullable String detail,
            @Nullable Throwable cause) {
        super(call, message(state, oldId, successorId, detail, cause), cause);
        this.state = state;
        this.oldId = oldId;
        this.successorId = successorId;
        this.successor = null;
    }

    /**
     * The error of a rotation with the secret of the successor.
     *
     * @param call the rotation
     * @param state which tokens exist
     * @param oldId the id of the token that was to be rotated
     * @param successor the new token, with its secret
     * @param cause the error of the call that failed
     */
    public RotationFailedException(
            CallSummary call,
            RotationState state,
            String oldId,
            CreatedPersonalAccessToken successor,
            Throwable cause) {
        super(call, message(state, oldId, successor.getId(), null, cause), cause);
        this.state = state;
        this.oldId = oldId;
        this.successorId = successor.getId();
        this.successor = successor;
    }

    private static String message(
            RotationState state,
            String oldId,
            @Nullable String successorId,
            @Nullable String detail,
            @Nullable Throwable cause) {
        return "token " + oldId + ": " + state.getDescription()
                + (successorId == null ? "" : "; the successor is " + successorId)
                + (detail == null ? "" : ". " + detail)
                + (cause == null ? "" : ". Cause: " + reason(cause));
    }

    /**
     * Which tokens exist.
     *
     * @return the state
     */
    public RotationState getState() {
        return state;
    }

    /**
     * The token that was to be rotated.
     *
     * @return its id
     */
    public String getOldId() {
        return oldId;
    }

    /**
     * The token that has the successor's name.
     *
     * @return its id, or {@code null} if there is none or it is not known
     */
    public @Nullable String getSuccessorId() {
        return successorId;
    }

    /**
     * The successor with its secret. In {@link RotationState#NOT_HANDED_OVER} the secret was not handed over. Its
     * {@code toString} does not contain the secret, and it is not part of the serialised form.
     *
     * @return the token, or {@code null} if its secret is not known
     */
    public @Nullable CreatedPersonalAccessToken getSuccessor() {
        return successor;
    }

    private @Nullable SailPointException failure() {
        return getCause() instanceof SailPointException failure ? failure : null;
    }

    @Override
    public @Nullable Integer getStatus() {
        SailPointException failure = failure();
        return failure == null ? null : failure.getStatus();
    }

    @Override
    public @Nullable String getDetailCode() {
        SailPointException failure = failure();
        return failure == null ? null : failure.getDetailCode();
    }

    @Override
    public @Nullable String getTrackingId() {
        SailPointException failure = failure();
        return failure == null ? null : failure.getTrackingId();
    }

    @Override
    public List<String> getTexts() {
        SailPointException failure = failure();
        return failure == null ? List.of() : failure.getTexts();
    }
}
