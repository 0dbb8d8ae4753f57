package io.github.sailpat.audit;

import io.github.sailpat.token.Owner;
import org.immutables.value.Value;

/** The counts of one owner. */
@Value.Immutable
public interface OwnerCounts {
    /**
     * The owner, with texts of at most {@value TokenSummary#MAX_TEXT} characters.
     *
     * @return the owner; all its fields are {@code null} for tokens whose owner is not known
     */
    Owner getOwner();

    /**
     * The number of tokens of the owner.
     *
     * @return the number, at least one
     */
    long getTotal();

    /**
     * The number of those that never expire.
     *
     * @return the number
     */
    long getNeverExpiring();

    /**
     * The number of those that are unused.
     *
     * @return the number
     * @see AuditReport#getUnused()
     */
    long getUnused();

    /**
     * The number of those with all rights of the owner.
     *
     * @return the number
     */
    long getOverBroad();

    /**
     * A new builder, for tests and fakes.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds {@link OwnerCounts}. */
    final class Builder extends ImmutableOwnerCounts.Builder {
        Builder() {}
    }
}
