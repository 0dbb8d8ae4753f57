package io.github.sailpat.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.immutables.value.Value;

/**
 * The result of an audit. Every number counts all tokens that were read, including those that the platform manages; a
 * token can count in several. Each list contains the first of the tokens that a number counts.
 *
 * <p>A field that could not be read counts for nothing: a token whose expiration date is unreadable is among the
 * {@linkplain #getUnreadable() unreadable} ones, and neither expires in any month nor never.
 */
@Value.Immutable
public interface AuditReport {
    /**
     * The instant to which times are compared.
     *
     * @return the instant
     */
    Instant getAsOf();

    /**
     * A token expires soon if it expires within this time.
     *
     * @return the time
     * @see AuditOptions#getExpiringWithin()
     */
    Duration getExpiringWithin();

    /**
     * A token is unused if it was not used for this time.
     *
     * @return the time
     * @see AuditOptions#getUnusedFor()
     */
    Duration getUnusedFor();

    /**
     * The number of tokens.
     *
     * @return the number
     */
    long getTotal();

    /**
     * The number of tokens that the platform manages. They should not be changed or deleted.
     *
     * @return the number
     */
    long getManaged();

    /**
     * The number of tokens that never expire.
     *
     * @return the number
     */
    long getNeverExpiring();

    /**
     * The number of tokens that never expire and that the platform manages.
     *
     * @return the number
     */
    long getNeverExpiringManaged();

    /**
     * The number of tokens that have expired and are still listed.
     *
     * @return the number
     */
    long getExpired();

    /**
     * The number of tokens that have not expired and expire within {@link #getExpiringWithin()}.
     *
     * @return the number
     */
    long getExpiringSoon();

    /**
     * The number of tokens that were not used for {@link #getUnusedFor()}: last used at least that long ago, or never
     * used and created at least that long ago.
     *
     * @return the number
     */
    long getUnused();

    /**
     * The number of tokens that were never used, including new ones.
     *
     * @return the number
     */
    long getNeverUsed();

    /**
     * The number of tokens with all rights of their owner.
     *
     * @return the number
     * @see io.github.sailpat.token.PersonalAccessToken#hasAllScopes()
     */
    long getOverBroad();

    /**
     * The number of tokens with a field that could not be read. They are never pruned.
     *
     * @return the number
     * @see io.github.sailpat.token.PersonalAccessToken#getUnreadableFields()
     */
    long getUnreadable();

    /**
     * The owners, those with the most tokens first.
     *
     * @return the numbers of each, at most {@link AuditOptions#getMaxOwners()}
     */
    List<OwnerCounts> getOwners();

    /**
     * The number of tokens of owners that are not in {@link #getOwners()}.
     *
     * @return the number, zero unless there are more than {@link AuditOptions#getMaxOwners()}
     */
    long getTokensOfOtherOwners();

    /**
     * When tokens were created, by month, for the last ten years.
     *
     * @return the numbers, up to the month of {@link #getAsOf()}
     */
    MonthCounts getCreatedByMonth();

    /**
     * When tokens will expire, by month, for the next three years. Tokens that have expired are not counted.
     *
     * @return the numbers, from the month of {@link #getAsOf()} on
     */
    MonthCounts getExpiringByMonth();

    /**
     * The oldest tokens.
     *
     * @return at most {@link AuditOptions#getMaxListed()}, the oldest first
     */
    List<TokenSummary> getLongestLived();

    /**
     * Tokens that never expire.
     *
     * @return at most {@link AuditOptions#getMaxListed()}, the oldest first
     */
    List<TokenSummary> getNeverExpiringTokens();

    /**
     * Tokens that expire soon.
     *
     * @return at most {@link AuditOptions#getMaxListed()}, the next one to expire first
     */
    List<TokenSummary> getExpiringSoonTokens();

    /**
     * Unused tokens.
     *
     * @return at most {@link AuditOptions#getMaxListed()}, the longest unused first
     */
    List<TokenSummary> getUnusedTokens();

    /**
     * Tokens with a field that could not be read.
     *
     * @return at most {@link AuditOptions#getMaxListed()}, in the order in which they were added
     */
    List<TokenSummary> getUnreadableTokens();

    /**
     * The report as one line of JSON (RFC 8259). Its members have the names of the getters ({@code neverExpiring}) and
     * are in their order; later versions may add some. Instants are RFC 3339 in UTC, times ISO 8601 ({@code PT720H}),
     * months {@code 2026-01}; unknown values are {@code null}.
     *
     * @return the text
     */
    default String toJson() {
        return AuditReportJson.write(this);
    }

    /**
     * A new builder, for tests and fakes.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds an {@link AuditReport}. */
    final class Builder extends ImmutableAuditReport.Builder {
        Builder() {}
    }
}
