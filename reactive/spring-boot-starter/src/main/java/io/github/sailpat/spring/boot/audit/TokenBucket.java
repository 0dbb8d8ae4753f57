package io.github.sailpat.spring.boot.audit;

import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tokens are counted by. A token counts in each that it belongs to: one that expires in an hour is in all four of
 * the times.
 */
public enum TokenBucket {
    /** Every token. */
    ALL("all", null),
    /** Has expired, and is still listed. */
    EXPIRED("expired", null),
    /** Has not expired, and expires within a day. */
    WITHIN_1_DAY("1d", Duration.ofDays(1)),
    /** Has not expired, and expires within seven days. */
    WITHIN_7_DAYS("7d", Duration.ofDays(7)),
    /** Has not expired, and expires within 14 days. */
    WITHIN_14_DAYS("14d", Duration.ofDays(14)),
    /** Has not expired, and expires within 30 days. */
    WITHIN_30_DAYS("30d", Duration.ofDays(30)),
    /** Never expires. */
    NEVER("never", null),
    /** Was not used for {@code sailpat.audit.unused-for}. */
    UNUSED("unused", null),
    /** Was never used. */
    NEVER_USED("never_used", null),
    /** Has a field that could not be read. */
    UNREADABLE("unreadable", null);

    private final String label;
    private final @Nullable Duration within;

    TokenBucket(String label, @Nullable Duration within) {
        this.label = label;
        this.within = within;
    }

    /**
     * The value of the meter's tag, and the name at the endpoint.
     *
     * @return for example {@code 7d}
     */
    public String getLabel() {
        return label;
    }

    boolean contains(PersonalAccessToken token, Instant now, Instant unusedSince) {
        Instant expiry = token.getExpirationDate();
        return switch (this) {
            case ALL -> true;
            case EXPIRED -> expiry != null && !expiry.isAfter(now);
            case NEVER -> expiry == null && token.neverExpires();
            case UNUSED -> token.isUnusedSince(unusedSince);
            case NEVER_USED ->
                token.getLastUsed() == null && !token.getUnreadableFields().contains("lastUsed");
            case UNREADABLE -> !token.getUnreadableFields().isEmpty();
            default -> within != null && expiry != null && expiry.isAfter(now) && !expiry.isAfter(now.plus(within));
        };
    }
}
