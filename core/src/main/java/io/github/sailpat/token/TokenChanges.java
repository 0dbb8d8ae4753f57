package io.github.sailpat.token;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a wish is a change of a token. */
final class TokenChanges {
    private TokenChanges() {}

    /** All that a patch can say of the desired token. What stays as it is may be what nobody could give anew. */
    static PersonalAccessTokenPatch wish(PersonalAccessToken token, PersonalAccessToken desired) {
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

    /** The wish without what is so already. */
    static PersonalAccessTokenPatch of(PersonalAccessToken token, PersonalAccessTokenPatch wish) {
        return PersonalAccessTokenPatch.create(patch -> patch.name(
                        Objects.equals(token.getName(), wish.getName()) ? null : wish.getName())
                .scope(areSame(token.getScope(), wish.getScope()) ? null : wish.getScope())
                .expirationDate(
                        areSame(token.getExpirationDate(), wish.getExpirationDate()) ? null : wish.getExpirationDate())
                .neverExpiring(wish.isNeverExpiring() && !neverExpires(token)));
    }

    private static boolean areSame(@Nullable List<String> scope, @Nullable List<String> wished) {
        return scope != null && wished != null && Set.copyOf(scope).equals(Set.copyOf(wished));
    }

    private static boolean areSame(@Nullable Instant date, @Nullable Instant wished) {
        return Objects.equals(milliseconds(date), milliseconds(wished));
    }

    private static @Nullable Instant milliseconds(@Nullable Instant date) {
        return date == null ? null : date.truncatedTo(ChronoUnit.MILLIS);
    }

    /** An answer without the acknowledgement says nothing about it: older versions have none. */
    private static boolean neverExpires(PersonalAccessToken token) {
        return token.neverExpires()
                && !Boolean.FALSE.equals(token.getUserAwareTokenNeverExpires())
                && !token.getUnreadableFields().contains("userAwareTokenNeverExpires");
    }
}
