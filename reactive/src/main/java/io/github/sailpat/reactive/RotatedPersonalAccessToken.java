package io.github.sailpat.reactive;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/** The result of a rotation: the secret of the successor was handed over and verified. */
@Value.Immutable
public interface RotatedPersonalAccessToken {
    /**
     * The token that was rotated.
     *
     * @return its id
     */
    String getOldId();

    /**
     * The successor with its secret, which was handed over.
     *
     * @return the token
     */
    CreatedPersonalAccessToken getSuccessor();

    /**
     * Whether the successor was requested with a shorter lifetime than the old token has, because
     * {@link RotationOptions#isShorterLifetime()} or {@link RotationOptions#getRequest()} asked for it.
     *
     * @return {@code false} by default, and if the lifetime of the old token could not be read
     */
    @Value.Default
    default boolean isLifetimeShorter() {
        return false;
    }

    /**
     * Whether the old token is deleted. If not, the rotation has succeeded nevertheless: delete it later.
     *
     * @return {@code true} also if it had been deleted before
     */
    default boolean isOldDeleted() {
        return getDeleteError() == null;
    }

    /**
     * The error of the delete.
     *
     * @return the error, or {@code null} if the old token is deleted
     */
    @Nullable
    Throwable getDeleteError();

    /**
     * A new builder.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link RotatedPersonalAccessToken}, for tests and fakes. */
    final class Builder extends ImmutableRotatedPersonalAccessToken.Builder {
        Builder() {}
    }
}
