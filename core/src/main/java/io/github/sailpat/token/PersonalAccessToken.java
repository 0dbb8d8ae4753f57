package io.github.sailpat.token;

import io.github.sailpat.jsonpatch.JsonPatch;
import java.time.Instant;
import java.util.List;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A personal access token as the API lists it and gives it back from a patch: everything but its secret, which is shown
 * only once, by the create call.
 */
@Value.Immutable
public interface PersonalAccessToken {
    /**
     * The id, which is also the {@code client_id} when the token is used to authenticate.
     *
     * @return the id
     */
    String getId();

    /**
     * The name, unique among the tokens of one owner.
     *
     * @return the name
     */
    String getName();

    /**
     * The scopes that the token was given. What it can do is also bounded by its owner's level: scopes above it are
     * accepted in silence and grant nothing.
     *
     * @return the scopes, or {@code null} where the answer had none
     */
    @Nullable
    List<String> getScope();

    /**
     * The identity that owns the token.
     *
     * @return the owner; with nothing in it where the answer had none
     */
    @Value.Default
    default Owner getOwner() {
        return Owner.builder().build();
    }

    /**
     * When the token was created.
     *
     * @return the instant
     */
    Instant getCreated();

    /**
     * When the token was last used to get a bearer. The tenant writes this once a day at most.
     *
     * @return the instant, or {@code null} if it was never used
     */
    @Nullable
    Instant getLastUsed();

    /**
     * Whether the platform itself made the token, for a workflow for example. Such tokens are hidden in the user
     * interface and should be left alone.
     *
     * @return {@code true} if the platform manages it; {@code false} also where the answer says nothing
     */
    @Value.Default
    default boolean isManaged() {
        return false;
    }

    /**
     * How long a bearer lives that is fetched with this token.
     *
     * @return seconds, or {@code null} where the answer had none (the default is 43,200)
     */
    @Nullable
    Integer getAccessTokenValiditySeconds();

    /**
     * When the token expires.
     *
     * @return the instant, or {@code null} if it never does
     */
    @Nullable
    Instant getExpirationDate();

    /**
     * Whether somebody acknowledged that the token never expires, on versions where it {@linkplain
     * ApiVersion#canNeverExpire() can}.
     *
     * @return the flag, or {@code null} where the answer had none
     */
    @Nullable
    Boolean getUserAwareTokenNeverExpires();

    /**
     * Whether the token has no expiration date.
     *
     * @return {@code true} if it never expires
     */
    default boolean neverExpires() {
        return getExpirationDate() == null;
    }

    /**
     * Whether the token is allowed whatever its owner is: it has no scopes of its own, which means all of them, or has
     * {@code sp:scopes:all} among them.
     *
     * @return {@code true} for a token that could be given less
     */
    default boolean hasAllScopes() {
        List<String> scope = getScope();
        return scope == null || scope.contains("sp:scopes:all");
    }

    /**
     * Whether the token may have been used at or before an instant only: the instant of its last use or, if there was
     * none, of its creation is not after it.
     *
     * @param instant the instant
     * @return {@code true} if nobody used the token since
     */
    default boolean isUnusedSince(Instant instant) {
        Instant last = getLastUsed();
        return !(last == null ? getCreated() : last).isAfter(instant);
    }

    /**
     * What a patch would make of this token, before it is sent: the patch is applied to the token as the API writes it
     * (RFC 6902 section 5), and the result is read back. Nothing is sent, and this token stays as it is.
     *
     * <p>It follows the document alone. Whether the tenant lets the patch touch a field is the tenant's to say, and what it
     * keeps beyond the fields of this model is unknown here: a {@code test} or {@code replace} of such a member fails, and
     * one that the patch adds is not in the result. Each field of the model is there, as JSON's null where the token has
     * none; a date is in UTC with milliseconds, or as many digits more as it has. For a change of this library's own making
     * see {@link PersonalAccessTokenPatch#preview(PersonalAccessToken)}.
     *
     * @param patch the patch; an empty one gives an equal token
     * @return the token as it would be
     * @throws io.github.sailpat.jsonpatch.JsonPatchException if an operation cannot be applied, with its index and path
     * @throws IllegalArgumentException if what the patch leaves is no token: without its id, for example
     */
    default PersonalAccessToken preview(JsonPatch patch) {
        return TokenTree.read(patch.applyTo(TokenTree.of(this)), this);
    }

    /**
     * A new builder.
     *
     * @return an empty builder
     */
    static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link PersonalAccessToken}, for tests, fakes and {@linkplain PersonalAccessTokenPatch#between wishes}. */
    final class Builder extends ImmutablePersonalAccessToken.Builder {
        Builder() {}
    }
}
