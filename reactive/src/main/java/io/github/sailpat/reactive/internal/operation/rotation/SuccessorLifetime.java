package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lifetime that the successor of a token takes over, and whether the API version allows it. */
final class SuccessorLifetime {
    /** Six months are 181 to 184 days: a token that had the maximum gets it again. */
    private static final Duration MONTH_TOLERANCE = Duration.ofDays(4);

    private final ApiVersion version;
    /** {@code null} if the old token never expires. */
    private final @Nullable Duration old;
    /** {@code null} if there is no maximum. */
    private final @Nullable Duration maximum;

    private final Instant now;

    /**
     * The lifetime of a token.
     *
     * @param token has a date of creation, or no expiration date
     * @param version the version that creates the successor
     * @param now the time of the create
     */
    SuccessorLifetime(PersonalAccessToken token, ApiVersion version, Instant now) {
        this.version = version;
        this.now = now;
        Instant end = token.getExpirationDate();
        Instant created = token.getCreated();
        old = end == null || created == null ? null : Duration.between(created, end);
        Period life = version.getMaxLifetime();
        maximum = life == null
                ? null
                : Duration.between(now, now.atOffset(ZoneOffset.UTC).plus(life).toInstant());
    }

    /** Sets the lifetime of the old token. What is the maximum or above is left to the default of the version. */
    void applyTo(CreatePersonalAccessTokenRequest.Builder request) {
        if (old != null && (maximum == null || old.compareTo(maximum.minus(MONTH_TOLERANCE)) < 0)) {
            request.expiresAt(now.plus(old));
        } else if (maximum == null) {
            request.neverExpires();
        }
    }

    private boolean isAboveMaximum() {
        return maximum != null && (old == null || old.compareTo(maximum.plus(MONTH_TOLERANCE)) > 0);
    }

    /** Whether a successor of this request lives shorter than the old token. */
    boolean isShorterIn(CreatePersonalAccessTokenRequest request) {
        Instant end = request.getExpirationDate();
        return end == null ? isAboveMaximum() : old == null || end.isBefore(now.plus(old));
    }

    /** How the lifetime exceeds the maximum, and what to do; {@code null} if it does not. */
    @Nullable
    String excess() {
        if (!isAboveMaximum()) {
            return null;
        }
        String others = Arrays.stream(ApiVersion.values())
                .filter(other -> other.getMaxLifetime() == null)
                .map(ApiVersion::getLabel)
                .collect(Collectors.joining(", "));
        return (old == null
                        ? "It never expires"
                        : "Its lifetime is " + old.plusHours(12).toDays() + " days")
                + ", and the maximum of " + version + " is six months: allow a shorter lifetime (shorterLifetime(true),"
                + " or expiresAt(...) in request(...)), or use an API version without a maximum (" + others + ")";
    }
}
