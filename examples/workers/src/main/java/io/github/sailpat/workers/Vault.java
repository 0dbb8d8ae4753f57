package io.github.sailpat.workers;

import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.Secret;
import io.lettuce.core.api.reactive.RedisReactiveCommands;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Where the secrets of successors go. In Redis, because the demonstration has no other place: put your own vault here.
 */
final class Vault {
    static final String SECRETS = "vault:secrets";
    static final String SUCCESSORS = "vault:successors";

    private final RedisReactiveCommands<String, String> redis;

    Vault(RedisReactiveCommands<String, String> redis) {
        this.redis = redis;
    }

    /** Stores the secret of a successor, and whose successor it is. */
    Mono<Long> store(String oldId, CreatedPersonalAccessToken created) {
        return redis.hset(SECRETS, Map.of(created.getId(), created.getSecret().reveal()))
                .then(redis.hset(SUCCESSORS, Map.of(oldId, created.getId())));
    }

    Mono<Secret> find(String successorId) {
        return redis.hget(SECRETS, successorId).map(Secret::of);
    }

    Mono<String> successorOf(String oldId) {
        return redis.hget(SUCCESSORS, oldId);
    }
}
