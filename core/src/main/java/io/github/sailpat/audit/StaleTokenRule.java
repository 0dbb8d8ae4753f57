package io.github.sailpat.audit;

import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides which tokens are unused, relative to an instant, and gives the reason. If that is not certain, a token counts
 * as used:
 *
 * <ul>
 *   <li>The tenant updates the last use at most once a day, so a token may have been used up to a day after its
 *       {@code lastUsed}. This day is added to the requested time, which is at least {@link #SHORTEST}.
 *   <li>For a token that was never used, its creation counts, with the same day added. A token that was created later
 *       is never stale, whatever its {@code lastUsed} is.
 *   <li>A token that the platform manages is never stale.
 *   <li>Neither is one with a date of 1970 or before, which is a placeholder, or without an id.
 *   <li>Neither is one with a {@linkplain PersonalAccessToken#getUnreadableFields() field that could not be read},
 *       whichever it is, or without a date of creation.
 * </ul>
 */
public final class StaleTokenRule {
    /** The shortest time that can be requested. */
    public static final Duration SHORTEST = Duration.ofDays(2);

    /** The time by which a last use can be later than {@code lastUsed}. */
    public static final Duration MARGIN = Duration.ofDays(1);

    private static final Instant FIRST_PLAUSIBLE = Instant.parse("1971-01-01T00:00:00Z");

    private final Instant now;
    private final Instant lastUseAtOrBefore;

    /**
     * Creates a rule.
     *
     * @param unusedFor the time without use after which a token is stale
     * @param now the current instant
     * @throws IllegalArgumentException if the time is shorter than {@link #SHORTEST} or longer than ten years
     */
    public StaleTokenRule(Duration unusedFor, Instant now) {
        requireUnusedFor(unusedFor);
        this.now = now;
        this.lastUseAtOrBefore = now.minus(unusedFor).minus(MARGIN);
    }

    /**
     * Checks the requested time.
     *
     * @param unusedFor the time
     * @throws IllegalArgumentException if it is shorter than {@link #SHORTEST} or longer than ten years
     */
    public static void requireUnusedFor(Duration unusedFor) {
        AuditPreconditions.requireWindow("unusedFor", unusedFor);
        if (unusedFor.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("unusedFor must be at least " + SHORTEST.toDays()
                    + " days, because the tenant updates the last use of a token at most once a day");
        }
    }

    /**
     * Why a token is stale.
     *
     * @param token the token
     * @return a phrase with the date, as in {@code last used 2026-01-31, 290 days ago}; {@code null} if the token is
     *     not stale
     */
    public @Nullable String reasonToPrune(PersonalAccessToken token) {
        Instant lastUsed = token.getLastUsed();
        Instant created = token.getCreated();
        if (created == null || !token.getUnreadableFields().isEmpty()) {
            return null;
        }
        Instant date = lastUsed == null ? created : lastUsed;
        boolean isCandidate = !token.isManaged()
                && !token.getId().isBlank()
                && !date.isBefore(FIRST_PLAUSIBLE)
                && !created.isAfter(lastUseAtOrBefore);
        if (!isCandidate || !token.isUnusedSince(lastUseAtOrBefore)) {
            return null;
        }
        return (lastUsed == null ? "never used, created " : "last used ")
                + date.atOffset(ZoneOffset.UTC).toLocalDate() + ", " + ChronoUnit.DAYS.between(date, now) + " days ago";
    }
}
