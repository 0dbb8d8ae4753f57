package io.github.sailpat.error;

/** Which tokens exist after a rotation that failed. Running it again is safe in each of these states. */
public enum RotationState {
    /** None of the caller's own tokens has the id, so nothing was done. An earlier rotation may have deleted it. */
    NOT_FOUND("none of the caller's own tokens has this id, so nothing was done", false, false),
    /** Nothing was created, and the old token was not changed. */
    NOT_CREATED("nothing was created, and the token was not changed", true, false),
    /**
     * The API version does not allow the lifetime of the old token, and a shorter one was not asked for. Nothing was
     * created.
     */
    LIFETIME_NOT_ALLOWED("the API version does not allow its lifetime, so nothing was created", true, false),
    /** The owner has the maximum number of tokens, so nothing was created. Delete one first. */
    QUOTA_FULL("its owner has the maximum number of tokens, so nothing was created; delete one first", true, false),
    /**
     * A token with the successor's name exists. It was not deleted, because it may be in use, and nothing was created.
     */
    NAME_TAKEN("a token with the successor's name exists and may be in use, so nothing was created", true, false),
    /** It is not known whether the successor exists. If it exists, its secret is lost. */
    CREATE_UNKNOWN("it is not known whether its successor was created", true, true),
    /** The successor exists, and the response with its secret was lost. */
    SECRET_LOST("its successor was created, and the response with the secret was lost", true, true),
    /** Both exist; handing over failed or exceeded its deadline. The exception has the secret of the successor. */
    NOT_HANDED_OVER("both tokens exist, and the new secret was not handed over", true, true),
    /** Both exist and the secret was handed over, but no access token could be fetched with it. */
    NOT_VERIFIED("both tokens exist, and no access token could be fetched with the new secret", true, true),
    /** Both exist and work; {@code beforeDelete} failed or exceeded its deadline. */
    OLD_KEPT("both tokens exist and work, and the step before the old one is deleted failed", true, true);

    private final String description;
    private final boolean oldExisting;
    private final boolean successorExisting;

    RotationState(String description, boolean oldExisting, boolean successorExisting) {
        this.description = description;
        this.oldExisting = oldExisting;
        this.successorExisting = successorExisting;
    }

    /**
     * A description of the state.
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
     * @return {@code true} from {@link #CREATE_UNKNOWN} on; in that state it may be absent
     */
    public boolean isSuccessorExisting() {
        return successorExisting;
    }
}
