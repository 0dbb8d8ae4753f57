package io.github.sailpat.token;

import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/** The identity that a token belongs to. The API promises none of its fields. */
@Value.Immutable
public interface Owner {
    /**
     * The kind of owner: {@code IDENTITY} today; other values may come within an API version.
     *
     * @return the kind, or {@code null} where the answer had none
     */
    @Nullable
    String getType();

    /**
     * The identity's id.
     *
     * @return the id, or {@code null} where the answer had none
     */
    @Nullable
    String getId();

    /**
     * The identity's display name.
     *
     * @return the name, or {@code null} where the answer had none
     */
    @Nullable
    String getName();

    /**
     * A new builder.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link Owner}. */
    final class Builder extends ImmutableOwner.Builder {
        Builder() {}
    }
}
