package io.github.sailpat.error;

import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/** One message of an {@link ErrorResponse}, in one language. */
@Value.Immutable
public interface ErrorMessage {
    /**
     * The language of the text, a BCP 47 tag.
     *
     * @return the tag, or {@code null} if the response has none
     */
    @Nullable
    String getLocale();

    /**
     * How the language was chosen: {@code DEFAULT}, {@code REQUEST}, or another value.
     *
     * @return the origin, or {@code null} if the response has none
     */
    @Nullable
    String getLocaleOrigin();

    /**
     * The text.
     *
     * @return the text, in which credentials are masked
     */
    String getText();

    /**
     * A new builder.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link ErrorMessage}. */
    final class Builder extends ImmutableErrorMessage.Builder {
        Builder() {}
    }
}
