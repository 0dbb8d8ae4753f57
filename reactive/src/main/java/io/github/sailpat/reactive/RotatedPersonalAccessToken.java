package io.github.sailpat.reactive;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/** A rotation that has come to its end: the successor was handed over and works. */
@Value.Immutable
public interface RotatedPersonalAccessToken {
    /**
     * The token that was rotated.
     *
     * @return its id
     */
    String getOldId();

    /**
     * The token that has taken its place, with its secret, which was handed over already.
     *
     * @return the token
     */
    CreatedPersonalAccessToken getSuccessor();

    /**
     * Whether the old token is gone. If not, the rotation has succeeded nevertheless, and somebody should delete it.
     *
     * @return {@code true} also if somebody else had deleted it
     */
    default boolean isOldDeleted() {
        return getDeleteError() == null;
    }

    /**
     * Why the old token may still be there.
     *
     * @return the error of the delete call, or {@code null} if the token is gone
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
