package io.github.sailpat.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.sandbox.SandboxToken;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** Stores the secrets that rotations hand over. */
final class Vault {
    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    /** A token that existed before, with its secret. */
    SandboxToken put(SandboxToken token) {
        secrets.put(token.id(), token.secret());
        return token;
    }

    void put(CreatedPersonalAccessToken token) {
        secrets.put(token.getId(), token.getSecret().reveal());
    }

    Mono<Void> store(CreatedPersonalAccessToken token) {
        return Mono.fromRunnable(() -> put(token));
    }

    Mono<Secret> find(PersonalAccessToken token) {
        return Mono.justOrEmpty(secrets.get(token.getId())).map(Secret::of);
    }

    boolean has(SandboxToken token) {
        return token.secret().equals(secrets.get(token.id()));
    }

    void assertHasAllThatLives(SandboxTenant tenant) {
        assertThat(tenant.getLedger().getTokens()).allMatch((Predicate<SandboxToken>) this::has);
    }
}
