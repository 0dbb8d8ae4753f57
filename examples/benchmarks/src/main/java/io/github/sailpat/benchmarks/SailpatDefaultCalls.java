package io.github.sailpat.benchmarks;

import io.github.sailpat.reactive.SailPointClient;
import io.github.sailpat.token.Secret;
import java.io.IOException;

/** This library as it comes: it keeps to the rate that the tenant allows. */
final class SailpatDefaultCalls {

    private SailpatDefaultCalls() {}

    public static void main(String[] arguments) throws IOException {
        Target target = Target.parse(arguments);
        SailPointClient client = SailPointClient.create(builder -> builder.baseUrl(target.baseUrl())
                .clientCredentials(target.clientId(), Secret.of(target.clientSecret())));
        Worker.serve(new SailpatCalls(client.personalAccessTokens()));
    }
}
