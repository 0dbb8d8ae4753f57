package io.github.sailpat.reactive.docs;

import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.token.CreatedPersonalAccessToken;
import io.github.sailpat.token.PersonalAccessToken;
import io.github.sailpat.token.Secret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The code of README.md. */
final class ReadmeSnippets {
    private ReadmeSnippets() {}

    // spotless:off
    static List<Object> tenLines(String clientId, String clientSecret) {
        SailPointClient client = SailPointClient.create(b -> b
                .tenant("acme")
                .clientCredentials(clientId, Secret.of(clientSecret)));
        PersonalAccessTokens tokens = client.personalAccessTokens();

        Mono<CreatedPersonalAccessToken> created = tokens.create(r -> r
                .name("ci-deploy")
                .addScope("sp:scopes:default")
                .expiresAt(Instant.now().plus(90, ChronoUnit.DAYS)));

        Flux<PersonalAccessToken> neverExpiring = tokens.list()
                .filter(token -> token.neverExpires() && !token.isManaged());
        return List.of(client, created, neverExpiring);
    }
    // spotless:on
}
