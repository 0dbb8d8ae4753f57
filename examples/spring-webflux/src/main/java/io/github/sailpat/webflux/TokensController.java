package io.github.sailpat.webflux;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.TokenQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One call of the service is one call of the tenant. */
@RestController
@RequestMapping("/tokens")
class TokensController {
    private final PersonalAccessTokens tokens;

    TokensController(PersonalAccessTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Streams tokens, one per line, as fast as the caller reads. A caller that stops reading stops the tenant, and one
     * that disconnects closes the connection to the tenant. There is no JSON array, which would be collected in memory.
     * A list that fails after its first line closes the connection, so that it cannot be taken for complete.
     */
    @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
    Flux<TokenView> list(
            @RequestParam(required = false) @Nullable String owner,
            @RequestParam(defaultValue = "false") boolean neverUsed) {
        TokenQuery query = TokenQuery.create(q -> q.ownerId(owner).neverUsed(neverUsed));
        return tokens.list(query).map(TokenView::of);
    }

    /** Creates a token. Only this response contains its secret. */
    @PostMapping
    Mono<ResponseEntity<CreatedToken>> create(@RequestBody Mono<NewToken> token) {
        return token.flatMap(asked -> tokens.create(asked.toRequest()))
                .map(created -> ResponseEntity.status(HttpStatus.CREATED)
                        .cacheControl(CacheControl.noStore())
                        .body(CreatedToken.of(created)));
    }

    /** Deletes a token. */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String id) {
        return tokens.delete(id);
    }
}
