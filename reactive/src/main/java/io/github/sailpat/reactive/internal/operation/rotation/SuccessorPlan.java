package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to take the place of a token.
 *
 * @param old the token
 * @param request asks for its successor
 * @param namesake the token that has the successor's name already, or {@code null}
 */
record SuccessorPlan(
        PersonalAccessToken old,
        CreatePersonalAccessTokenRequest request,
        @Nullable PersonalAccessToken namesake) {

    /** What a rotation has added to the name of the token that is now rotated again. */
    private static final Pattern ADDITION = Pattern.compile(" \\(after [^()]{1,8}\\)$");

    private static final int SHOWN_OF_ID = 8;
    /** Six months are 181 to 184 days: a token that got the maximum gets it again. */
    private static final Duration MONTHS_DIFFER_BY = Duration.ofDays(4);

    /**
     * Plans.
     *
     * @throws IllegalArgumentException if the request breaks a rule, or what the successor should take over from the
     *     token could not be read and the options do not say it
     */
    static SuccessorPlan of(
            PersonalAccessToken old,
            List<PersonalAccessToken> own,
            RotationOptions options,
            ApiVersion version,
            Instant now) {
        CreatePersonalAccessTokenRequest.Builder draft = CreatePersonalAccessTokenRequest.builder();
        UnreadableSettings unreadable = new UnreadableSettings(old);
        draft.name(nameAfter(old)).scope(unreadable.isScope() ? null : old.getScope());
        draft.accessTokenValiditySeconds(old.getAccessTokenValiditySeconds());
        Instant expiry = unreadable.isLifetime() ? null : expiry(old, version, now);
        if (expiry != null) {
            draft.expiresAt(expiry);
        } else if (version.canNeverExpire() && !unreadable.isLifetime()) {
            draft.neverExpires();
        }
        CreatePersonalAccessTokenRequest request = Objects.requireNonNull(
                        options.getRequest().apply(old, draft), "request(...) returned null")
                .build();
        unreadable.requireGivenIn(request);
        request.requireValidFor(version, now);
        return new SuccessorPlan(
                old,
                request,
                own.stream()
                        .filter(token -> request.getName().equals(token.getName()))
                        .findFirst()
                        .orElse(null));
    }

    private static String nameAfter(PersonalAccessToken old) {
        String id = old.getId();
        String name = old.getName() == null ? "successor" : old.getName();
        return ADDITION.matcher(name).replaceFirst("") + " (after "
                + id.substring(Math.max(0, id.length() - SHOWN_OF_ID)) + ')';
    }

    /** {@code null} for what the API version makes of its absence. */
    private static @Nullable Instant expiry(PersonalAccessToken old, ApiVersion version, Instant now) {
        Instant end = old.getExpirationDate();
        Instant created = old.getCreated();
        if (end == null || created == null) {
            return null;
        }
        Instant expiry = now.plus(Duration.between(created, end));
        Period life = version.getMaxLifetime();
        return life == null || expiry.isBefore(maximum(now, life).minus(MONTHS_DIFFER_BY)) ? expiry : null;
    }

    private static Instant maximum(Instant now, Period life) {
        return now.atOffset(ZoneOffset.UTC).plus(life).toInstant();
    }

    /**
     * Whether the namesake looks like what an earlier rotation of this token would have left; in reconciler it does
     * not.
     */
    boolean isLeftover(PersonalAccessToken token) {
        Instant created = token.getCreated();
        if (created == null || !token.getUnreadableFields().isEmpty()) {
            return false;
        }
        List<String> scope = request.getScope();
        Integer validity = request.getAccessTokenValiditySeconds();
        return !token.isManaged()
                && !token.getId().equals(old.getId())
                && old.getCreated() != null
                && !created.isBefore(old.getCreated())
                && (scope == null
                        || (token.getScope() != null && new HashSet<>(scope).equals(new HashSet<>(token.getScope()))))
                && (validity == null || validity.equals(token.getAccessTokenValiditySeconds()));
    }
}
