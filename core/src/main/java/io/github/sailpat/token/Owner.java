package io.github.sailpat.token;

import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/** The identity that owns a token. All fields are optional in the API. */
@Value.Immutable
public interface Owner {
    /**
     * The kind of owner: {@code IDENTITY} today; the API may add values.
     *
     * @return the kind, or {@code null} if the response has none
     */
    @Nullable
    String getType();

    /**
     * The identity's id.
     *
     * @return the id, or {@code null} if the response has none
     */
    @Nullable
    String getId();

    /**
     * The identity's display name.
     *
     * @return the name, or {@code null} if the response has none
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
