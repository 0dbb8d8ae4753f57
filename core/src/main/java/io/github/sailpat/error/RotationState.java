package io.github.sailpat.error;

/** What a rotation that did not come to its end has left behind. Running it again is safe in each of these states. */
public enum RotationState {
    /** None of the caller's own tokens has the id, so nothing was done. Maybe an earlier rotation has deleted it. */
    NOT_FOUND("none of the caller's own tokens has this id, so nothing was done", false, false),
    /** Nothing was created: the old token is as it was. */
    NOT_CREATED("nothing was created, and the token is as it was", true, false),
    /** The owner has as many tokens as allowed; nothing was created. Delete one first. */
    QUOTA_FULL("its owner has no place for one more token, so nothing was created; delete one first", true, false),
    /**
     * There is a token with the successor's name that was left alone, because somebody may be using it; nothing was
     * created.
     */
    NAME_TAKEN("a token with the successor's name exists and was left alone, so nothing was created", true, false),
    /** It could not be found out whether the successor exists. If it does, its secret is lost and nobody uses it. */
    CREATE_UNKNOWN("nobody can tell whether its successor was created", true, true),
    /** The successor exists, its secret was lost on the way and nobody uses it. */
    SECRET_LOST("its successor was created, and the secret was lost on the way", true, true),
    /** Both exist; the hand-over failed or took too long. The secret of the new one is in the exception. */
    NOT_HANDED_OVER("both tokens exist, and the new secret was not handed over", true, true),
    /** Both exist and the secret was handed over, but no bearer could be had with it. */
    NOT_VERIFIED("both tokens exist, and no bearer could be had with the new secret", true, true),
    /** Both exist and work; what was to be done before the old one is deleted failed or took too long. */
    OLD_KEPT("both tokens exist and work, and what was to be done before the old one is deleted failed", true, true);

    private final String description;
    private final boolean oldExisting;
    private final boolean successorExisting;

    RotationState(String description, boolean oldExisting, boolean successorExisting) {
        this.description = description;
        this.oldExisting = oldExisting;
        this.successorExisting = successorExisting;
    }

    /**
     * The state in words.
     *
     * @return a sentence without its full stop
     */
    public String getDescription() {
        return description;
    }

    /**
     * Whether the old token exists. A rotation that has failed has never deleted it.
     *
     * @return {@code false} for {@link #NOT_FOUND} only
     */
    public boolean isOldExisting() {
        return oldExisting;
    }

    /**
     * Whether the rotation has created a successor, which exists now.
     *
     * @return {@code true} from {@link #CREATE_UNKNOWN} on, in which it may also be absent
     */
    public boolean isSuccessorExisting() {
        return successorExisting;
    }
}
