package io.github.sailpat.webflux;

import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token as the service shows it. A plain record: whatever turns the service's answers into JSON can write it.
 *
 * @param id the id
 * @param name the name
 * @param scope the scopes
 * @param owner whose it is
 * @param created when it was made
 * @param lastUsed when it was used last, to the day
 * @param managed whether the platform made it for itself
 * @param expirationDate when it ends
 * @param unreadableFields what of it the library could not read: there {@code null} does not mean never
 */
record TokenView(
        String id,
        @Nullable String name,
        @Nullable List<String> scope,
        OwnerView owner,
        @Nullable Instant created,
        @Nullable Instant lastUsed,
        boolean managed,
        @Nullable Instant expirationDate,
        Set<String> unreadableFields) {

    static TokenView of(PersonalAccessToken token) {
        return new TokenView(
                token.getId(),
                token.getName(),
                token.getScope(),
                OwnerView.of(token.getOwner()),
                token.getCreated(),
                token.getLastUsed(),
                token.isManaged(),
                token.getExpirationDate(),
                token.getUnreadableFields());
    }

    /**
     * An identity.
     *
     * @param id the id
     * @param name the name
     */
    record OwnerView(@Nullable String id, @Nullable String name) {
        static OwnerView of(Owner owner) {
            return new OwnerView(owner.getId(), owner.getName());
        }
    }
}
