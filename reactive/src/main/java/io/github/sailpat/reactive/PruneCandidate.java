package io.github.sailpat.reactive;

import io.github.sailpat.token.PersonalAccessToken;
import org.immutables.value.Value;

/** A token that is probably unused, with the reason. */
@Value.Immutable
public interface PruneCandidate {
    /**
     * The token, as it was listed.
     *
     * @return the token
     */
    PersonalAccessToken getToken();

    /**
     * The reason why it is a candidate.
     *
     * @return a phrase, as in {@code last used 2026-01-31, 290 days ago}
     */
    String getReason();

    /**
     * Creates a candidate.
     *
     * @param token the token
     * @param reason the reason
     * @return the candidate
     */
    static PruneCandidate of(PersonalAccessToken token, String reason) {
        return builder().token(token).reason(reason).build();
    }

    /**
     * A new builder.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link PruneCandidate}. */
    final class Builder extends ImmutablePruneCandidate.Builder {
        Builder() {}
    }
}
