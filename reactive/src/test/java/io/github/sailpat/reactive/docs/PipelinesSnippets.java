package io.github.sailpat.reactive.docs;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.token.PersonalAccessToken;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The code of pipelines.md. */
final class PipelinesSnippets {
    private PipelinesSnippets() {}

    // spotless:off
    static List<Object> pipelines(PersonalAccessTokens tokens) {
        Instant now = Instant.now();
        Flux<PersonalAccessToken> stale = tokens.list()                         // a b c d …
                .filter(t -> !t.isManaged())                                    // a   c d …
                .filter(t -> t.isUnusedSince(now.minus(90, ChronoUnit.DAYS)));  //     c   …

        Flux<PersonalAccessToken> withAllScopes = tokens.list()
                .filter(t -> t.getScope() == null || t.getScope().contains("sp:scopes:all"));

        Flux<PersonalAccessToken> expiringSoon = tokens.list()
                .filter(t -> t.getExpirationDate() != null)
                .filter(t -> t.getExpirationDate().isBefore(now.plus(14, ChronoUnit.DAYS)));

        Mono<Map<String, Long>> countByOwner = tokens.list()
                .collect(Collectors.groupingBy(t -> String.valueOf(t.getOwner().getName()), Collectors.counting()));

        Flux<String> names = tokens.list().mapNotNull(PersonalAccessToken::getName).distinct();

        Flux<Void> cleanUp = stale.concatMap(t -> tokens.delete(t.getId()));
        return List.of(withAllScopes, expiringSoon, countByOwner, names, cleanUp);
    }
    // spotless:on
}
