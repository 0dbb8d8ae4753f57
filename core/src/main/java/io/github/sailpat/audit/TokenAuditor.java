package io.github.sailpat.audit;

import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Creates an {@link AuditReport} from tokens that are added one by one. It needs the memory of the report, independent
 * of the number of tokens: a few hundred bytes per owner, up to {@link AuditOptions#getMaxOwners()}, and a few
 * kilobytes. Not thread-safe; the signals of a {@code Flux} are serialized, so it can be used in {@code collect}.
 */
public final class TokenAuditor {
    private static final int MONTHS_BACK = 120;
    private static final int MONTHS_AHEAD = 36;

    private final AuditOptions options;
    private final Instant asOf;
    private final Instant soon;
    private final Instant unusedSince;
    private final OwnerCounter owners;
    private final MonthCounter created;
    private final MonthCounter expiring;
    private final EarliestTokens longestLived;
    private final EarliestTokens neverExpiringTokens;
    private final EarliestTokens expiringSoonTokens;
    private final EarliestTokens unusedTokens;
    private final EarliestTokens unreadableTokens;
    private long total;
    private long managed;
    private long neverExpiring;
    private long neverExpiringManaged;
    private long expired;
    private long expiringSoon;
    private long unused;
    private long neverUsed;
    private long overBroad;
    private long unreadable;

    /**
     * Creates an auditor without tokens.
     *
     * @param options the options
     * @param asOf the instant to which times are compared: the current one, for a list that is read now
     */
    public TokenAuditor(AuditOptions options, Instant asOf) {
        this.options = options;
        this.asOf = asOf;
        this.soon = asOf.plus(options.getExpiringWithin());
        this.unusedSince = asOf.minus(options.getUnusedFor());
        YearMonth month = YearMonth.from(asOf.atOffset(ZoneOffset.UTC));
        this.owners = new OwnerCounter(options.getMaxOwners());
        this.created = new MonthCounter(month.minusMonths(MONTHS_BACK - 1), month);
        this.expiring = new MonthCounter(month, month.plusMonths(MONTHS_AHEAD - 1));
        this.longestLived = new EarliestTokens(options.getMaxListed());
        this.neverExpiringTokens = new EarliestTokens(options.getMaxListed());
        this.expiringSoonTokens = new EarliestTokens(options.getMaxListed());
        this.unusedTokens = new EarliestTokens(options.getMaxListed());
        this.unreadableTokens = new EarliestTokens(options.getMaxListed());
    }

    /**
     * Adds a token.
     *
     * @param token the token
     */
    public void add(PersonalAccessToken token) {
        boolean isUnused = token.isUnusedSince(unusedSince);
        total++;
        managed += isManaged(token) ? 1 : 0;
        overBroad += token.hasAllScopes() ? 1 : 0;
        owners.add(token, isUnused);
        addCreation(token);
        addExpiry(token);
        addUse(token, isUnused);
        if (!token.getUnreadableFields().isEmpty()) {
            unreadable++;
            unreadableTokens.add(asOf, token);
        }
    }

    /** A token whose {@code managed} could not be read does not count as managed. */
    private static boolean isManaged(PersonalAccessToken token) {
        return token.isManaged() && !token.getUnreadableFields().contains("managed");
    }

    private void addCreation(PersonalAccessToken token) {
        Instant date = token.getCreated();
        if (date != null) {
            created.add(date);
            longestLived.add(date, token);
        }
    }

    private void addExpiry(PersonalAccessToken token) {
        Instant expiry = token.getExpirationDate();
        if (expiry == null) {
            if (token.neverExpires()) {
                neverExpiring++;
                neverExpiringManaged += isManaged(token) ? 1 : 0;
                neverExpiringTokens.add(token.getCreated() == null ? asOf : token.getCreated(), token);
            }
        } else if (!expiry.isAfter(asOf)) {
            expired++;
        } else {
            expiring.add(expiry);
            if (!expiry.isAfter(soon)) {
                expiringSoon++;
                expiringSoonTokens.add(expiry, token);
            }
        }
    }

    private void addUse(PersonalAccessToken token, boolean isUnused) {
        Instant lastUsed = token.getLastUsed();
        neverUsed += lastUsed == null && !token.getUnreadableFields().contains("lastUsed") ? 1 : 0;
        Instant date = lastUsed == null ? token.getCreated() : lastUsed;
        if (isUnused && date != null) {
            unused++;
            unusedTokens.add(date, token);
        }
    }

    /**
     * The report on the tokens that were added so far.
     *
     * @return the report
     */
    public AuditReport report() {
        return AuditReport.builder()
                .asOf(asOf)
                .expiringWithin(options.getExpiringWithin())
                .unusedFor(options.getUnusedFor())
                .total(total)
                .managed(managed)
                .neverExpiring(neverExpiring)
                .neverExpiringManaged(neverExpiringManaged)
                .expired(expired)
                .expiringSoon(expiringSoon)
                .unused(unused)
                .neverUsed(neverUsed)
                .overBroad(overBroad)
                .unreadable(unreadable)
                .owners(owners.counts())
                .tokensOfOtherOwners(owners.others())
                .createdByMonth(created.counts())
                .expiringByMonth(expiring.counts())
                .longestLived(longestLived.tokens())
                .neverExpiringTokens(neverExpiringTokens.tokens())
                .expiringSoonTokens(expiringSoonTokens.tokens())
                .unusedTokens(unusedTokens.tokens())
                .unreadableTokens(unreadableTokens.tokens())
                .build();
    }
}
