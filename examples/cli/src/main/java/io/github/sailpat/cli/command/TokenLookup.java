package io.github.sailpat.cli.command;

import io.github.sailpat.cli.error.LookupException;
import io.github.sailpat.error.ForbiddenException;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.PersonalAccessToken;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds a token. There is no call for one, so lists are read: the caller's own tokens first, then all. */
final class TokenLookup {
    private final PersonalAccessTokens tokens;

    TokenLookup(PersonalAccessTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * The token with an id; the list is read as far as the token.
     *
     * @throws LookupException if there is none
     */
    PersonalAccessToken byId(String id) {
        return find("id", list -> list.filter(token -> token.getId().equals(id)).take(1))
                .get(0);
    }

    /**
     * The token with this id or, if there is none, each token with this name, which is unique for one owner only.
     *
     * @throws LookupException if there is none
     */
    List<PersonalAccessToken> byIdOrName(String idOrName) {
        Predicate<PersonalAccessToken> id = token -> token.getId().equals(idOrName);
        Predicate<PersonalAccessToken> name = token -> idOrName.equals(token.getName());
        List<PersonalAccessToken> found = find("id or name", list -> list.filter(id.or(name)));
        return found.stream().filter(id).findFirst().map(List::of).orElse(found);
    }

    private List<PersonalAccessToken> find(String what, UnaryOperator<Flux<PersonalAccessToken>> choice) {
        Mono<List<PersonalAccessToken>> everywhere = choice.apply(tokens.list())
                .collectList()
                .onErrorMap(ForbiddenException.class, error -> notAmongOwn(what, error));
        List<PersonalAccessToken> found = choice.apply(tokens.list(q -> q.ownedByMe()))
                .collectList()
                .filter(list -> !list.isEmpty())
                .switchIfEmpty(everywhere)
                .block();
        if (Objects.requireNonNull(found, "a list has an end").isEmpty()) {
            throw new LookupException(
                    "there is no token with this " + what + " in the list; check the " + what
                            + ", and whether the token still exists",
                    null);
        }
        return found;
    }

    private static LookupException notAmongOwn(String what, ForbiddenException error) {
        return new LookupException(
                "there is no token with this " + what + " among your own, and you may not list those of others: "
                        + error.getMessage(),
                error);
    }
}
