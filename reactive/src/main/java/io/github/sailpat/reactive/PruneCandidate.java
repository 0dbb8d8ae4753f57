package io.github.sailpat.reactive;

import io.github.sailpat.token.PersonalAccessToken;
import org.immutables.value.Value;

/** A token that nobody uses, as far as one can tell, and why one can. */
@Value.Immutable
public interface PruneCandidate {
    /**
     * The token, as the list had it.
     *
     * @return the token
     */
    PersonalAccessToken getToken();

    /**
     * Why it is a candidate.
     *
     * @return one phrase, as in {@code last used 2026-01-31, 290 days ago}
     */
    String getReason();

    /**
     * A candidate.
     *
     * @param token the token
     * @param reason why
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
