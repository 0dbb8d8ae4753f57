package io.github.sailpat.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a token of a create request, by the rules of its API version. */
final class TokenCreation {

    private static final List<String> ALL = List.of("sp:scopes:all");

    private final Identifiers identifiers;

    TokenCreation(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    SandboxToken create(JsonNode request, Version version, Caller caller) {
        if (!request.isObject()) {
            throw ApiException.badRequest("The request body must be a JSON object.");
        }
        Instant now = Dates.now();
        List<String> scope = TokenFieldReader.scope(request);
        boolean neverExpires = version.allowsNeverExpiring() && TokenFieldReader.neverExpires(request);
        return new SandboxToken(
                identifiers.id(),
                identifiers.secret(),
                TokenFieldReader.name(request),
                scope == null ? ALL : scope,
                caller.ownerId(),
                caller.ownerName(),
                now,
                null,
                TokenFieldReader.validity(request),
                expirationDate(TokenFieldReader.expirationDate(request), version, neverExpires, now),
                neverExpires,
                false);
    }

    private static @Nullable Instant expirationDate(
            @Nullable Instant asked, Version version, boolean neverExpires, Instant now) {
        if (version.allowsNeverExpiring()) {
            if (asked == null && !neverExpires) {
                throw ApiException.badRequest(
                        "Without an expirationDate, userAwareTokenNeverExpires is required to be true.");
            }
            return asked;
        }
        Instant latest = Dates.sixMonthsAfter(now);
        if (asked != null && asked.isAfter(latest)) {
            throw ApiException.badRequest("The expirationDate must be six months after the creation at most.");
        }
        return asked == null ? latest : asked;
    }
}
