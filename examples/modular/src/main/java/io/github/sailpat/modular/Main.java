package io.github.sailpat.modular;

import io.github.sailpat.jsonpatch.JsonPatch;
import io.github.sailpat.reactive.PersonalAccessTokens;
import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.sandbox.SandboxTenant;
import io.github.sailpat.token.Secret;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Creates, patches, lists and deletes a token, and says in which modules the parts of that live. */
public final class Main {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Main() {}

    /**
     * The program.
     *
     * @param args none
     */
    public static void main(String[] args) {
        try (SandboxTenant tenant = SandboxTenant.start(o -> o.tokens(3));
                SailPointClient client = SailPointClient.create(b -> b.baseUrl(tenant.getBaseUrl())
                        .clientCredentials(tenant.getClientId(), Secret.of(tenant.getClientSecret())))) {
            PersonalAccessTokens tokens = client.personalAccessTokens();
            JsonPatch rename = JsonPatch.create(p -> p.replace("/name", "modular-2"));
            Long count = Mono.usingWhen(
                            tokens.create(r -> r.name("modular")),
                            created -> tokens.patch(created.getId(), rename)
                                    .thenMany(tokens.list())
                                    .count(),
                            created -> tokens.delete(created.getId()))
                    .block(SOON);
            System.out.println(count + " tokens");
            System.out.println(SailPointClient.class.getModule());
            System.out.println(JsonPatch.class.getModule());
        }
    }
}
