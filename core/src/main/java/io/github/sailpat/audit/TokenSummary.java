package io.github.sailpat.audit;

import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.util.Set;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/** One token in a report. Texts are truncated to {@value #MAX_TEXT} characters, so that a report stays small. */
@Value.Immutable
public interface TokenSummary {
    /** The maximum number of characters of a text; a longer one is truncated and ends with an ellipsis. */
    int MAX_TEXT = 256;

    /**
     * The id.
     *
     * @return the id
     */
    String getId();

    /**
     * The name.
     *
     * @return the name, or {@code null} where it is absent or could not be read
     */
    @Nullable
    String getName();

    /**
     * The owner.
     *
     * @return the owner; all its fields are {@code null} if it is not known
     */
    Owner getOwner();

    /**
     * When the token was created.
     *
     * @return the instant, or {@code null} where it is absent or could not be read
     */
    @Nullable
    Instant getCreated();

    /**
     * When the token was last used.
     *
     * @return the instant, or {@code null} if it was never used or the date could not be read
     */
    @Nullable
    Instant getLastUsed();

    /**
     * When the token expires.
     *
     * @return the instant, or {@code null} if it never does or the date could not be read
     */
    @Nullable
    Instant getExpirationDate();

    /**
     * Whether the platform manages it.
     *
     * @return {@code true} if it should not be changed or deleted
     */
    boolean isManaged();

    /**
     * The fields that could not be read.
     *
     * @return the API's names of the fields
     * @see PersonalAccessToken#getUnreadableFields()
     */
    Set<String> getUnreadableFields();

    /**
     * The summary of a token.
     *
     * @param token the token
     * @return the summary
     */
    static TokenSummary of(PersonalAccessToken token) {
        return builder()
                .id(TextTruncation.cut(token.getId()))
                .name(TextTruncation.cutIfKnown(token.getName()))
                .owner(TextTruncation.cut(token.getOwner()))
                .created(token.getCreated())
                .lastUsed(token.getLastUsed())
                .expirationDate(token.getExpirationDate())
                .managed(token.isManaged())
                .unreadableFields(token.getUnreadableFields())
                .build();
    }

    /**
     * A new builder, for tests and fakes.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link TokenSummary}. */
    final class Builder extends ImmutableTokenSummary.Builder {
        Builder() {}
    }
}
