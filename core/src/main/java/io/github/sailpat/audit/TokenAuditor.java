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
