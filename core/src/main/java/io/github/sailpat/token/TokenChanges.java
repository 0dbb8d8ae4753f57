package io.github.sailpat.token;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares a token with its desired state. */
final class TokenChanges {
    private TokenChanges() {}

    /**
     * The desired token as a patch. Name and scope are left out if they are equal, because the current values may
     * break the rules for new ones.
     */
    static PersonalAccessTokenPatch toPatch(PersonalAccessToken token, PersonalAccessToken desired) {
        if (!token.getId().equals(desired.getId())) {
            throw new IllegalArgumentException(
                    "the two tokens have different ids, and a patch cannot change the id; to copy settings,"
                            + " set them one by one with between(token, lambda)");
        }
        Integer validity = desired.getAccessTokenValiditySeconds();
        if (validity != null && !validity.equals(token.getAccessTokenValiditySeconds())) {
            throw new IllegalArgumentException("accessTokenValiditySeconds cannot be patched; create a new token");
        }
        return PersonalAccessTokenPatch.create(
                patch -> patch.name(Objects.equals(token.getName(), desired.getName()) ? null : desired.getName())
                        .scope(areSame(token.getScope(), desired.getScope()) ? null : desired.getScope())
                        .expirationDate(desired.getExpirationDate())
                        .neverExpiring(desired.neverExpires()));
    }

    /** The patch without the values that the token already has. */
    static PersonalAccessTokenPatch of(PersonalAccessToken token, PersonalAccessTokenPatch desired) {
        return PersonalAccessTokenPatch.create(
                patch -> patch.name(Objects.equals(token.getName(), desired.getName()) ? null : desired.getName())
                        .scope(areSame(token.getScope(), desired.getScope()) ? null : desired.getScope())
                        .expirationDate(
                                areSame(token.getExpirationDate(), desired.getExpirationDate())
                                        ? null
                                        : desired.getExpirationDate())
                        .neverExpiring(desired.isNeverExpiring() && !neverExpires(token)));
    }

    private static boolean areSame(@Nullable List<String> scope, @Nullable List<String> desired) {
        return scope != null && desired != null && Set.copyOf(scope).equals(Set.copyOf(desired));
    }

    private static boolean areSame(@Nullable Instant date, @Nullable Instant desired) {
        return Objects.equals(milliseconds(date), milliseconds(desired));
    }

    private static @Nullable Instant milliseconds(@Nullable Instant date) {
        return date == null ? null : date.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A response without the acknowledgement does not deny it: older API versions do not have the field. */
    private static boolean neverExpires(PersonalAccessToken token) {
        return token.neverExpires()
                && !Boolean.FALSE.equals(token.getUserAwareTokenNeverExpires())
                && !token.getUnreadableFields().contains("userAwareTokenNeverExpires");
    }
}
