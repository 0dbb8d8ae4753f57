package io.github.sailpat.audit;

import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Looks at each token once and makes an {@link AuditReport} of them. It needs the memory of the report, however many
 * tokens there are: a few hundred bytes an owner, up to the {@linkplain AuditOptions#getMaxOwners() bound}, and a few
 * kilobytes besides. For one thread at a time, as the elements of a stream come.
 */
public final class TokenAuditor {
    private static final int MONTHS_BACK = 120;
    private static final int MONTHS_AHEAD = 36;

    private final AuditOptions options;
    private final Instant asOf;
    private final Instant soon;
    private final Instant unusedSince;
    private final OwnerTallies owners;
    private final MonthTally created;
    private final MonthTally expiring;
    private final Earliest longestLived;
    private final Earliest neverExpiringTokens;
    private final Earliest expiringSoonTokens;
    private final Earliest unusedTokens;
    private final Earliest unreadableTokens;
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
     * An auditor that has seen no token.
     *
     * @param options what to look at
     * @param asOf the instant as of which tokens are judged: the present, for a list that is read now
     */
    public TokenAuditor(AuditOptions options, Instant asOf) {
        this.options = options;
        this.asOf = asOf;
        this.soon = asOf.plus(options.getExpiringWithin());
        this.unusedSince = asOf.minus(options.getUnusedFor());
        YearMonth month = YearMonth.from(asOf.atOffset(ZoneOffset.UTC));
        this.owners = new OwnerTallies(options.getMaxOwners());
        this.created = new MonthTally(month.minusMonths(MONTHS_BACK - 1), month);
        this.expiring = new MonthTally(month, month.plusMonths(MONTHS_AHEAD - 1));
        this.longestLived = new Earliest(options.getMaxListed());
        this.neverExpiringTokens = new Earliest(options.getMaxListed());
        this.expiringSoonTokens = new Earliest(options.getMaxListed());
        this.unusedTokens = new Earliest(options.getMaxListed());
        this.unreadableTokens = new Earliest(options.getMaxListed());
    }

    /**
     * Looks at a token.
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

    /** One of which that could not be read counts as unreadable alone. */
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
     * What was found so far.
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
