package io.github.sailpat.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The four operations on personal access tokens. */
final class TokensEndpoint {

    private final SandboxOptions options;
    private final TokenStore store;
    private final Ledger ledger;
    private final TokenCreation creation;

    TokensEndpoint(SandboxOptions options, TokenStore store, Ledger ledger, TokenCreation creation) {
        this.options = options;
        this.store = store;
        this.ledger = ledger;
        this.creation = creation;
    }

    Response create(Exchange exchange, Version version, Caller caller) {
        MediaTypes.require(exchange.header("Content-Type"), "application/json");
        SandboxToken token = creation.create(Json.read(exchange.body()), version, caller);
        store.add(token, options.tokensPerOwner);
        ledger.applied(Operation.CREATE);
        return Response.json(200, TokenJson.created(token, version));
    }

    Response list(Exchange exchange, Version version, Caller caller) {
        ListQuery query = ListQuery.of(exchange.query(), caller);
        if (!caller.admin() && !caller.ownerId().equals(query.ownerId())) {
            throw ApiException.forbidden();
        }
        if (query.ownerId() == null && options.generatedTokens >= 0) {
            return Response.streamed(
                    () -> new GeneratedTokensSource(options.generatedTokens, version, query.matches()));
        }
        List<SandboxToken> shown = store.all().stream()
                .filter(token -> query.ownerId() == null || token.ownerId().equals(query.ownerId()))
                .filter(query.matches())
                .toList();
        return Response.streamed(() -> new StoredTokensSource(shown.iterator(), version));
    }

    Response patch(Exchange exchange, String id, Version version, Caller caller) {
        MediaTypes.require(exchange.header("Content-Type"), "application/json-patch+json");
        requireToken(id, caller);
        TokenPatch patch = new TokenPatch(Json.read(exchange.body()), version);
        SandboxToken patched = found(store.update(id, patch::apply));
        ledger.applied(Operation.PATCH);
        return Response.json(200, TokenJson.shown(patched, version));
    }

    Response delete(String id, Caller caller) {
        requireToken(id, caller);
        found(store.remove(id));
        ledger.deleted(id);
        return Response.empty(204);
    }

    /** To a caller who may not change it, a token does not exist. */
    private void requireToken(String id, Caller caller) {
        if (!caller.mayTouch(found(store.find(id)))) {
            throw ApiException.notFound();
        }
    }

    private static SandboxToken found(@Nullable SandboxToken token) {
        if (token == null) {
            throw ApiException.notFound();
        }
        return token;
    }
}
