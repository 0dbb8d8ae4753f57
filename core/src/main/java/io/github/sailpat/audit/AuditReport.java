package io.github.sailpat.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.immutables.value.Value;

/**
 * What an audit has found. Every number counts all tokens that were read, those that the platform manages included; a
 * token can count in several. Lists hold the first few of what a number counts.
 *
 * <p>A field that could not be read counts for nothing: a token whose expiration date is unreadable is among the
 * {@linkplain #getUnreadable() unreadable} ones, and neither expires in any month nor never.
 */
@Value.Immutable
public interface AuditReport {
    /**
     * The instant as of which tokens were judged.
     *
     * @return the instant
     */
    Instant getAsOf();

    /**
     * How far ahead an expiration counts as soon.
     *
     * @return the time
     * @see AuditOptions#getExpiringWithin()
     */
    Duration getExpiringWithin();

    /**
     * How long nobody must have used a token for it to count as unused.
     *
     * @return the time
     * @see AuditOptions#getUnusedFor()
     */
    Duration getUnusedFor();

    /**
     * How many tokens there are.
     *
     * @return the number
     */
    long getTotal();

    /**
     * How many the platform itself made and manages. They should be left alone.
     *
     * @return the number
     */
    long getManaged();

    /**
     * How many never expire.
     *
     * @return the number
     */
    long getNeverExpiring();

    /**
     * How many of those that never expire the platform manages.
     *
     * @return the number
     */
    long getNeverExpiringManaged();

    /**
     * How many have expired and are still listed.
     *
     * @return the number
     */
    long getExpired();

    /**
     * How many expire soon: within {@link #getExpiringWithin()}, and have not expired yet.
     *
     * @return the number
     */
    long getExpiringSoon();

    /**
     * How many nobody has used for {@link #getUnusedFor()}: last used that long ago or longer, or never used and created
     * that long ago or longer.
     *
     * @return the number
     */
    long getUnused();

    /**
     * How many were never used, young ones included.
     *
     * @return the number
     */
    long getNeverUsed();

    /**
     * How many are allowed whatever their owner is.
     *
     * @return the number
     * @see io.github.sailpat.token.PersonalAccessToken#hasAllScopes()
     */
    long getOverBroad();

    /**
     * How many have a field that could not be read. They are never pruned.
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
     * How many tokens belong to owners that are not among {@link #getOwners()}.
     *
     * @return the number, zero unless there are more owners than the options say
     */
    long getTokensOfOtherOwners();

    /**
     * When tokens were created: the last ten years month by month.
     *
     * @return the numbers, up to the month of {@link #getAsOf()}
     */
    MonthCounts getCreatedByMonth();

    /**
     * When tokens will expire: the next three years month by month. Those that have expired do not count.
     *
     * @return the numbers, from the month of {@link #getAsOf()} on
     */
    MonthCounts getExpiringByMonth();

    /**
     * The tokens that have existed the longest.
     *
     * @return at most {@link AuditOptions#getMaxListed()}, the oldest first
     */
    List<AuditedToken> getLongestLived();

    /**
     * Tokens that never expire.
     *
     * @return at most {@link AuditOptions#getMaxListed()}, the oldest first
     */
    List<AuditedToken> getNeverExpiringTokens();

    /**
     * Tokens that expire soon.
     *
     * @return at most {@link AuditOptions#getMaxListed()}, the next one to expire first
     */
    List<AuditedToken> getExpiringSoonTokens();

    /**
     * Tokens that nobody has used for long.
     *
     * @return at most {@link AuditOptions#getMaxListed()}, the one that was unused the longest first
     */
    List<AuditedToken> getUnusedTokens();

    /**
     * Tokens with a field that could not be read.
     *
     * @return at most {@link AuditOptions#getMaxListed()}, in the order in which they came
     */
    List<AuditedToken> getUnreadableTokens();

    /**
     * The report as one line of JSON (RFC 8259). Its members have the names of the getters ({@code neverExpiring}) and
     * come in their order; more may be added. Instants are RFC 3339 in UTC, times ISO 8601 ({@code PT720H}), months
     * {@code 2026-01}; what is not known is {@code null}.
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
