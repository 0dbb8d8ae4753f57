package io.github.sailpat.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /oauth/token}: an access token for client credentials (RFC 6749, section 4.4), which come in an
 * urlencoded form or, as the official SDKs send them, in a multipart form.
 */
final class OAuthEndpoint {

    private static final Duration USED_ONCE_A = Duration.ofDays(1);

    private final SandboxOptions options;
    private final Caller admin;
    private final TokenStore store;
    private final AccessTokens accessTokens;

    OAuthEndpoint(SandboxOptions options, Caller admin, TokenStore store, AccessTokens accessTokens) {
        this.options = options;
        this.admin = admin;
        this.store = store;
        this.accessTokens = accessTokens;
    }

    Response handle(Exchange exchange) {
        if (exchange.query() != null) {
            throw ApiException.oauth(400, "invalid_request", "Credentials belong in the body, not in the query.");
        }
        FormBody form = form(exchange);
        if (!"client_credentials".equals(form.single("grant_type"))) {
            throw ApiException.oauth(400, "unsupported_grant_type", "The grant type must be client_credentials.");
        }
        return issue(form.single("client_id"), form.single("client_secret"));
    }

    private Response issue(@Nullable String clientId, @Nullable String secret) {
        if (clientId == null || secret == null) {
            throw invalidClient();
        }
        SandboxToken token = store.find(clientId);
        if (token == null && !options.ownTokenListed && clientId.equals(options.clientId)) {
            if (!secret.equals(options.clientSecret)) {
                throw invalidClient();
            }
            return accessToken(admin, TokenFieldReader.MAX_VALIDITY, List.of());
        }
        if (token == null || !secret.equals(token.secret()) || isExpired(token)) {
            throw invalidClient();
        }
        store.update(clientId, OAuthEndpoint::used);
        boolean isAdmin = token.ownerId().equals(admin.ownerId());
        Caller caller = new Caller(clientId, token.ownerId(), token.ownerName(), isAdmin);
        List<String> scope = token.scope();
        return accessToken(caller, token.validity(), scope == null ? List.of() : scope);
    }

    private Response accessToken(Caller caller, int validity, List<String> scope) {
        Duration life =
                options.accessTokenLifetime == null ? Duration.ofSeconds(validity) : options.accessTokenLifetime;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", accessTokens.issue(caller, life));
        body.put("token_type", "bearer");
        body.put("expires_in", life.plusNanos(999_999_999).toSeconds());
        body.put("scope", scope.isEmpty() ? "sp:scopes:all" : String.join(" ", scope));
        body.put("tenant_id", "3f1b2c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d");
        body.put("pod", "sandbox-useast1");
        body.put("strong_auth_supported", true);
        body.put("org", "sandbox");
        body.put("identity_id", caller.ownerId());
        body.put("user_name", caller.ownerName());
        body.put("strong_auth", false);
        body.put("jti", caller.clientId());
        return Response.json(200, Json.write(body)).withHeader("Cache-Control", "no-store");
    }

    private static SandboxToken used(SandboxToken token) {
        Instant now = Dates.now();
        Instant last = token.lastUsed();
        return last == null || last.plus(USED_ONCE_A).isBefore(now) ? token.withLastUsed(now) : token;
    }

    private static boolean isExpired(SandboxToken token) {
        Instant end = token.expirationDate();
        return end != null && !end.isAfter(Instant.now());
    }

    private static FormBody form(Exchange exchange) {
        String type = exchange.header("Content-Type");
        if (type == null || !FormBody.isForm(type)) {
            throw ApiException.oauth(400, "invalid_request", "The body must be an urlencoded or a multipart form.");
        }
        try {
            return FormBody.read(type, exchange.body());
        } catch (IllegalArgumentException e) {
            throw ApiException.oauth(400, "invalid_request", "The form is not well-formed.");
        }
    }

    private static ApiException invalidClient() {
        return ApiException.oauth(401, "invalid_client", "Bad client credentials");
    }
}
