package io.github.sailpat.audit;

import io.github.sailpat.token.Owner;
import org.immutables.value.Value;

/** The tokens of one owner, in numbers. */
@Value.Immutable
public interface OwnerCounts {
    /**
     * The owner, with texts of at most {@value AuditedToken#MAX_TEXT} characters.
     *
     * @return the owner; with nothing in it for the tokens whose owner is not known
     */
    Owner getOwner();

    /**
     * How many tokens the owner has.
     *
     * @return the number, at least one
     */
    long getTotal();

    /**
     * How many of them never expire.
     *
     * @return the number
     */
    long getNeverExpiring();

    /**
     * How many of them nobody has used for long.
     *
     * @return the number
     * @see AuditReport#getUnused()
     */
    long getUnused();

    /**
     * How many of them are allowed whatever the owner is.
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
