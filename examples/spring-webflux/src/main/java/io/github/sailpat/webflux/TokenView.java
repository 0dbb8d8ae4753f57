package io.github.sailpat.webflux;

import io.github.sailpat.token.Owner;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token in the responses of the service. It is a plain record, which any JSON library can write.
 *
 * @param id the id
 * @param name the name
 * @param scope the scopes
 * @param owner the owner
 * @param created when it was created
 * @param lastUsed when it was last used, accurate to a day
 * @param managed whether the platform manages it
 * @param expirationDate when it expires
 * @param unreadableFields the fields that could not be read: {@code null} does not mean never there
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
