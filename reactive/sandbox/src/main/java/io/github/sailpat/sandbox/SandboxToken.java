package io.github.sailpat.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A token as the tenant keeps it, the secret included. An immutable snapshot.
 *
 * @param id the token's id, which is also its client id
 * @param secret the client secret
 * @param name unique among the tokens of its owner
 * @param scope the scopes, or null for a token that the API shows with {@code "scope": null}
 * @param ownerId the owner's identity id
 * @param ownerName the owner's display name
 * @param created when it was created
 * @param lastUsed when an access token was last fetched with it (updated at most once a day), or null if never
 * @param validity the lifetime of its access tokens in seconds
 * @param expirationDate when it expires, or null if never
 * @param neverExpires {@code userAwareTokenNeverExpires}
 * @param managed whether the platform itself made it
 */
public record SandboxToken(
        String id,
        String secret,
        String name,
        @Nullable List<String> scope,
        String ownerId,
        String ownerName,
        Instant created,
        @Nullable Instant lastUsed,
        int validity,
        @Nullable Instant expirationDate,
        boolean neverExpires,
        boolean managed) {

    /**
     * Copies the scopes.
     *
     * @param id the id
     * @param secret the client secret
     * @param name the name
     * @param scope the scopes, or null
     * @param ownerId the owner's identity id
     * @param ownerName the owner's display name
     * @param created when it was created
     * @param lastUsed when it was last used, or null
     * @param validity in seconds
     * @param expirationDate when it expires, or null
     * @param neverExpires {@code userAwareTokenNeverExpires}
     * @param managed whether the platform itself made it
     */
    public SandboxToken {
        scope = scope == null ? null : List.copyOf(scope);
    }

    /**
     * This token with another id.
     *
     * @param value the new id
     * @return the changed copy
     */
    public SandboxToken withId(String value) {
        return with(draft -> draft.id = value);
    }

    /**
     * This token with another name.
     *
     * @param value the new name
     * @return the changed copy
     */
    public SandboxToken withName(String value) {
        return with(draft -> draft.name = value);
    }

    /**
     * This token with other scopes.
     *
     * @param value the new scopes, or null
     * @return the changed copy
     */
    public SandboxToken withScope(@Nullable List<String> value) {
        return with(draft -> draft.scope = value);
    }

    /**
     * This token with another owner.
     *
     * @param newId the owner's identity id
     * @param newName the owner's display name
     * @return the changed copy
     */
    public SandboxToken withOwner(String newId, String newName) {
        return with(draft -> {
            draft.ownerId = newId;
            draft.ownerName = newName;
        });
    }

    /**
     * This token created at another time.
     *
     * @param value when it was created
     * @return the changed copy
     */
    public SandboxToken withCreated(Instant value) {
        return with(draft -> draft.created = value);
    }

    /**
     * This token last used at another time.
     *
     * @param value when it was last used, or null for never
     * @return the changed copy
     */
    public SandboxToken withLastUsed(@Nullable Instant value) {
        return with(draft -> draft.lastUsed = value);
    }

    /**
     * This token with another lifetime of its access tokens.
     *
     * @param seconds the lifetime of its access tokens in seconds
     * @return the changed copy
     */
    public SandboxToken withValidity(int seconds) {
        return with(draft -> draft.validity = seconds);
    }

    /**
     * This token with another expiry.
     *
     * @param date when it expires, or null for never
     * @param aware {@code userAwareTokenNeverExpires}
     * @return the changed copy
     */
    public SandboxToken withExpiration(@Nullable Instant date, boolean aware) {
        return with(draft -> {
            draft.expirationDate = date;
            draft.neverExpires = aware;
        });
    }

    /**
     * This token, made by the platform or by a user.
     *
     * @param value whether the platform made it
     * @return the changed copy
     */
    public SandboxToken withManaged(boolean value) {
        return with(draft -> draft.managed = value);
    }

    /** Id, name and owner; never the secret. */
    @Override
    public String toString() {
        return "SandboxToken[id=" + id + ", name=" + name + ", ownerId=" + ownerId + "]";
    }

    private SandboxToken with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new SandboxToken(
                draft.id,
                secret,
                draft.name,
                draft.scope,
                draft.ownerId,
                draft.ownerName,
                draft.created,
                draft.lastUsed,
                draft.validity,
                draft.expirationDate,
                draft.neverExpires,
                draft.managed);
    }

    /** What may change in a copy. */
    private static final class Draft {

        private String id;
        private String name;
        private @Nullable List<String> scope;
        private String ownerId;
        private String ownerName;
        private Instant created;
        private @Nullable Instant lastUsed;
        private int validity;
        private @Nullable Instant expirationDate;
        private boolean neverExpires;
        private boolean managed;

        Draft(SandboxToken token) {
            id = token.id;
            name = token.name;
            scope = token.scope;
            ownerId = token.ownerId;
            ownerName = token.ownerName;
            created = token.created;
            lastUsed = token.lastUsed;
            validity = token.validity;
            expirationDate = token.expirationDate;
            neverExpires = token.neverExpires;
            managed = token.managed;
        }
    }
}
