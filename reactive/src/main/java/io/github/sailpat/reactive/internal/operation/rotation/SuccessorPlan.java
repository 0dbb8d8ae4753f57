package io.github.sailpat.reactive.internal.operation.rotation;

import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.token.ApiVersion;
import io.github.sailpat.token.CreatePersonalAccessTokenRequest;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The request for the successor of a token.
 *
 * @param old the token to be rotated
 * @param request creates its successor
 * @param lifetime the lifetime to take over, or {@code null} if it could not be read
 */
record SuccessorPlan(
        PersonalAccessToken old,
        CreatePersonalAccessTokenRequest request,
        @Nullable SuccessorLifetime lifetime) {

    /** The suffix that an earlier rotation has added to the name, with the end of an id: words are part of the name. */
    private static final Pattern SUFFIX = Pattern.compile(" \\(after [0-9a-fA-F]{8}\\)$");

    private static final int ID_CHARACTERS = 8;

    /**
     * The plan for a token.
     *
     * @throws IllegalArgumentException if the request breaks a rule, or if a setting that the successor should take
     *     over could not be read and the request does not set it
     */
    static SuccessorPlan of(PersonalAccessToken old, RotationOptions options, ApiVersion version, Instant now) {
        CreatePersonalAccessTokenRequest.Builder draft = CreatePersonalAccessTokenRequest.builder();
        UnreadableTokenFields unreadable = new UnreadableTokenFields(old);
        draft.name(successorName(old)).scope(unreadable.isScopeUnreadable() ? null : old.getScope());
        draft.accessTokenValiditySeconds(old.getAccessTokenValiditySeconds());
        SuccessorLifetime lifetime =
                unreadable.isLifetimeUnreadable() ? null : new SuccessorLifetime(old, version, now);
        if (lifetime != null) {
            lifetime.applyTo(draft);
        }
        CreatePersonalAccessTokenRequest request = Objects.requireNonNull(
                        options.getRequest().apply(old, draft),
                        "request(...) returned null, so no successor was created: return the builder")
                .build();
        unreadable.requireSetIn(request);
        request.requireValidFor(version, now);
        return new SuccessorPlan(old, request, lifetime);
    }

    /** Whether the successor lives shorter than the old token. */
    boolean isLifetimeShorter() {
        return lifetime != null && lifetime.isShorterIn(request);
    }

    /**
     * Why the version shortens the lifetime although the request does not ask for it, or {@code null} if it does not.
     */
    @Nullable
    String shorteningByVersion() {
        return lifetime == null || request.getExpirationDate() != null ? null : lifetime.excess();
    }

    private static String successorName(PersonalAccessToken old) {
        String id = old.getId();
        String name = old.getName() == null ? "successor" : old.getName();
        return SUFFIX.matcher(name).replaceFirst("") + " (after "
                + id.substring(Math.max(0, id.length() - ID_CHARACTERS)) + ')';
    }

    /**
     * Whether a token looks like the successor that an interrupted rotation of this token has left. {@code false} if a
     * field of it could not be read.
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
