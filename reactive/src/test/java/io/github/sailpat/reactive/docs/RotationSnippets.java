package io.github.sailpat.reactive.docs;

import io.github.sailpat.error.RotationFailedException;
import io.github.sailpat.error.RotationState;
import io.github.sailpat.reactive.BulkOutcome;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.RotatedPersonalAccessToken;
import io.github.sailpat.reactive.RotationOptions;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The code of rotation.md. */
final class RotationSnippets {
    private RotationSnippets() {}

    // spotless:off
    /** Where the reader stores secrets. */
    interface Vault {
        Mono<Void> store(String name, CreatedPersonalAccessToken token);

        Mono<Secret> find(PersonalAccessToken token);
    }

    static List<Object> rotation(PersonalAccessTokens tokens, Vault vault, String id, Flux<String> ids) {
        RotationOptions options = RotationOptions.create(o -> o
                .handOver((old, created) -> vault.store(old.getId(), created))
                .storedSecret(successor -> vault.find(successor))            // the secret that an interrupted rotation stored
                .beforeDelete(created -> Mono.delay(Duration.ofMinutes(5)))  // until all services have read the new secret
                .handOverDeadline(Duration.ofMinutes(10)));

        Mono<RotatedPersonalAccessToken> one = tokens.rotate(id, options)
                .onErrorResume(RotationFailedException.class, failed -> report(failed.getState(), failed.getSuccessor()));

        Flux<BulkOutcome<String, RotatedPersonalAccessToken>> all = tokens.rotateAll(ids, options);
        return List.of(one, all);
    }

    static Mono<CreatedPersonalAccessToken> byHand(PersonalAccessTokens tokens, Vault vault, String id) {
        Mono<CreatedPersonalAccessToken> byHand = tokens.list(q -> q.ownedByMe())
                .filter(old -> old.getId().equals(id))
                .single()
                .flatMap(old -> tokens.create(r -> r
                        .name(old.getName() + "-next")
                        .scope(old.getScope())
                        .accessTokenValiditySeconds(old.getAccessTokenValiditySeconds())))
                .delayUntil(created -> vault.store(created.getName(), created))
                .delayUntil(created -> tokens.verify(created.getId(), created.getSecret()))
                .delayUntil(created -> tokens.delete(id));
        return byHand;
    }

    private static Mono<RotatedPersonalAccessToken> report(RotationState state, CreatedPersonalAccessToken successor) {
        return Mono.error(new IllegalStateException(state + " " + successor));
    }
    // spotless:on
}
